"""Runs the figures' own JavaScript in Node.js, without a page around it."""

import json
from typing import Any

from dlcourse.figures import bundle
from dlcourse.site import assets


def evaluate(figure: str, expression: str, **values: Any) -> Any:
    """The value of a JavaScript expression in which `figure` is the module and `given` holds `values`."""
    module = json.dumps((bundle.FOLDER / f"{figure}.mjs").as_uri())
    program = (
        f"import * as figure from {module};\nconst given = {json.dumps(values)};\n"
        f"console.log(JSON.stringify({expression}));"
    )
    return json.loads(assets.run("node", ["--input-type=module", "--eval", program]))
