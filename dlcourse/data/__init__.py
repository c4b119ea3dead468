"""Data for the course: embedded sets first (no network), drawn points, and the classics to download.

Public, drawn here or in a dependency of dlcourse: `points`, `digits`, `breast_cancer`, `diabetes`,
`topics`, `glyphs`, two of `photo`. Written down here: `melodies`, which `pitch_and_beats` reads. Recorded:
`trials`. In the packages of the extra `dlcourse[data]`: `photo`, `series`, `names`, `dates`. Downloaded
once, checked: `mnist`, `fashion_mnist`, `kmnist`, `cifar10`, `cifar100`; `fetch` and `data_folder` are what
they use, `DownloadError` what they raise. `picture` shows any. They return a `Split`, `Table`, `Images`,
`Texts`, `Corpus`, `Melody`, `Series` or `Trials`; `ContentChanged` warns that an installed package ships
other bytes than those the book was measured with.
"""

from dlcourse.data._package import ContentChanged
from dlcourse.data.digits import Split, digits
from dlcourse.data.download import DownloadError, data_folder, fetch
from dlcourse.data.glyphs import glyphs
from dlcourse.data.images import Images, cifar10, cifar100, fashion_mnist, kmnist, mnist
from dlcourse.data.melodies import Melody, melodies, pitch_and_beats
from dlcourse.data.photos import photo
from dlcourse.data.pictures import picture
from dlcourse.data.points import points
from dlcourse.data.series import Series, series
from dlcourse.data.tables import Table, breast_cancer, diabetes
from dlcourse.data.texts import Corpus, Texts, dates, names, topics
from dlcourse.data.trials import Trials, trials

__all__ = [
    "ContentChanged",
    "Corpus",
    "DownloadError",
    "Images",
    "Melody",
    "Series",
    "Split",
    "Table",
    "Texts",
    "Trials",
    "breast_cancer",
    "cifar10",
    "cifar100",
    "data_folder",
    "dates",
    "diabetes",
    "digits",
    "fashion_mnist",
    "fetch",
    "glyphs",
    "kmnist",
    "melodies",
    "mnist",
    "names",
    "photo",
    "picture",
    "pitch_and_beats",
    "points",
    "series",
    "topics",
    "trials",
]
