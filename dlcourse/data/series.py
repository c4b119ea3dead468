"""Measurements in the order of time, from statsmodels and vega_datasets."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from dlcourse.data._package import columns, packaged

Name = Literal["sunspots", "co2", "elnino", "nile", "macrodata", "seattle-weather", "stocks"]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True)
class Series:
    """What was measured when.

    Attributes
    ----------
    time : datetime64[D] array, shape (steps,), rising
    values : float32 array, shape (steps, channels); NaN where nothing was measured
    names : tuple of str, what each channel is, with its unit
    """

    time: np.ndarray
    values: np.ndarray
    names: tuple[str, ...]

    def split(self, test_size: float = 0.2) -> tuple["Series", "Series"]:
        """The past and the last `test_size` of the steps: a forecast must not have seen its future.

        There is no seed. A random split would put tomorrow into the training part and today into the test
        part, and a forecast would score by looking the answer up. Either part has a step at least.
        """
        steps = len(self.time)
        if not 0 < test_size < 1 or steps < 2:
            raise ValueError(f"test_size is a share between 0 and 1 of {steps} steps, got {test_size}")
        cut = min(max(round(steps * (1 - test_size)), 1), steps - 1)
        parts = slice(None, cut), slice(cut, None)
        past, future = (Series(self.time[part], self.values[part], self.names) for part in parts)
        return past, future


def series(name: Name) -> Series:
    """Real measurements over time; float32, one column a channel.

    Parameters
    ----------
    name : str
        One of these:

        - "sunspots": number of sunspots, yearly, 1700 to 2008 (NOAA)
        - "co2": CO2 over Mauna Loa in ppm, weekly, 1958 to 2001, 59 weeks missing (Keeling, Whorf)
        - "elnino": sea surface temperature in °C, Pacific at 0-10°S 80-90°W, monthly, 1950 to 2010 (NOAA)
        - "nile": flow at Aswan in 10^8 m³, yearly, 1871 to 1970 (Cobb 1978)
        - "macrodata": twelve figures of the US economy, quarterly, 1959 to 2009 (FRED, BLS)
        - "seattle-weather": rain (mm), highest and lowest temperature (°C), wind (m/s), daily,
          2012 to 2015 (NOAA)
        - "stocks": prices of five shares in dollars, monthly, 2000 to 2010

    Raises
    ------
    ValueError
        For an unknown name.
    ImportError
        If statsmodels or vega_datasets is missing.

    Notes
    -----
    The first five travel inside statsmodels, which states that each is in the public domain; the last two
    inside vega_datasets, which states that the weather is public-domain NOAA data and gives neither source
    nor license of the prices.

    Examples
    --------
    >>> past, future = series("sunspots").split(0.2)
    >>> past.values.shape, str(future.time[0])
    ((247, 1), '1947-01-01')
    """
    if name not in get_args(Name):
        raise ValueError(f"series must be one of {', '.join(get_args(Name))}; got {name!r}")
    inside_vega = name in ("seattle-weather", "stocks")
    path = f"_data/{name}.csv" if inside_vega else f"datasets/{name}/{name}.csv"
    table = columns(packaged("vega_datasets" if inside_vega else "statsmodels", path))
    if name == "stocks":
        return _stocks(table)
    if name == "co2":
        days = [f"{d[:4]}-{d[4:6]}-{d[6:]}" for d in table.pop("date")]
    elif name == "seattle-weather":
        days = [d.replace("/", "-") for d in table.pop("date")]
        table.pop("weather")  # a word made from the other columns, not a measurement
    elif name == "macrodata":
        quarters = zip(table.pop("year"), table.pop("quarter"), strict=True)
        days = [f"{year}-{3 * int(quarter) - 2:02}-01" for year, quarter in quarters]
    else:
        years = table.pop(next(iter(table)))
        days = [f"{year}-01-01" for year in years]
        if name == "elnino":  # one row a year, one column a month
            days = [f"{year}-{month:02}-01" for year in years for month in range(1, 13)]
            table = {"SST": [v for row in zip(*table.values(), strict=True) for v in row]}
    units = {
        "SUNACTIVITY": "sunspots",
        "co2": "CO2 (ppm)",
        "SST": "temperature (°C)",
        "volume": "flow (10^8 m³)",
    }
    units |= {"precipitation": "rain (mm)", "wind": "wind (m/s)"}
    units |= {"temp_max": "highest temperature (°C)", "temp_min": "lowest temperature (°C)"}
    values = np.array([[float(v or "nan") for v in column] for column in table.values()], np.float32).T
    names = tuple(units.get(key, key) for key in table)
    return Series(np.array(days, "datetime64[D]"), np.ascontiguousarray(values), names)


def _stocks(table: dict[str, list[str]]) -> Series:
    rows = list(zip(table["symbol"], table["date"], table["price"], strict=True))
    names = sorted(set(table["symbol"]))
    parts = {date: date.split() for date in table["date"]}  # "Jan 1 2000"
    day = {d: f"{year}-{_MONTHS.index(m) + 1:02}-{int(n):02}" for d, (m, n, year) in parts.items()}
    days = sorted(set(day.values()))
    values = np.full((len(days), len(names)), np.nan, np.float32)  # Google's begin in 2004
    for symbol, date, price in rows:
        values[days.index(day[date]), names.index(symbol)] = float(price)
    return Series(np.array(days, "datetime64[D]"), values, tuple(f"{name} ($)" for name in names))
