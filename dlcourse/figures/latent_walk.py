"""Figure 13: a walk in the plane of codes of an autoencoder and of a VAE."""

from dlcourse.figures.figure import Figure, choice, number


class LatentWalk(Figure):
    """Codes of two numbers, decoded where one stands and on the way; beside it the same images faded.

    `net` is the plain autoencoder or the VAE, `plane` what the plane shows. (`z1`, `z2`) is the code at the
    ring, (`f1`, `f2`) the one at the flag, where the walk begins. How the nets were trained:
    `scripts/latent_walk.py`.

    Examples
    --------
    >>> LatentWalk(net="VAE", z1=1.5, z2=-0.5).net
    'VAE'
    """

    name = "latent_walk"
    alt = (
        "In a plane each numeral is a digit at its code of two numbers. A line leads from a 6 to a 3. "
        "Decoded along the line, nine drawings look like 6, 6, 6, 1, 1, 8, 8, 3 and 3. Below, the first "
        "drawing fades into the last: 6 five times, then 3 four times, and nothing else on the way. The "
        "numerals leave the right side of the plane empty; there the autoencoder draws what is unlike every "
        "digit."
    )

    net = choice("autoencoder", "VAE")
    plane = choice("codes", "drawings")
    z1 = number(0.3, -3, 3)
    z2 = number(1.3, -3, 3)
    f1 = number(-1.6, -3, 3)
    f2 = number(-1.6, -3, 3)
    guess = choice("", "between", "beside", "nowhere")
