"""Measurements over time: equal to what their packages return, in order, cut into past and future."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.data import series
from dlcourse.data.series import Name

NAMES = get_args(Name)


@pytest.mark.parametrize("name", NAMES)
def test_shapes_types_and_order(name):
    data = series(name)
    assert data.values.shape == (len(data.time), len(data.names))
    assert (data.time.dtype, data.values.dtype) == (np.dtype("datetime64[D]"), np.dtype(np.float32))
    assert data.values.flags.c_contiguous
    assert (np.diff(data.time) > np.timedelta64(0)).all()
    assert not np.isinf(data.values).any()


@pytest.mark.parametrize("name", ["sunspots", "co2", "elnino", "nile", "macrodata"])
def test_the_values_are_those_that_statsmodels_returns(name):
    import statsmodels.api as sm

    frame = getattr(sm.datasets, name).load_pandas().data
    if name == "co2":
        np.testing.assert_array_equal(series(name).time, frame.index.to_numpy().astype("datetime64[D]"))
    else:
        frame = frame.iloc[:, {"macrodata": 2}.get(name, 1) :]
    expected = frame.to_numpy(np.float32)
    if name == "elnino":
        expected = expected.reshape(-1, 1)  # twelve columns, one after the other
    np.testing.assert_array_equal(series(name).values, expected)


@pytest.mark.parametrize("name", ["seattle-weather", "stocks"])
def test_the_values_are_those_that_vega_datasets_returns(name):
    from vega_datasets import local_data

    data, frame = series(name), getattr(local_data, name.replace("-", "_"))()
    if name == "stocks":
        frame = frame.pivot(index="date", columns="symbol", values="price").reset_index()
        assert data.names == tuple(f"{symbol} ($)" for symbol in frame.columns[1:])
    np.testing.assert_array_equal(data.time, frame["date"].to_numpy().astype("datetime64[D]"))
    columns = frame.drop(columns=["date", "weather"], errors="ignore")
    np.testing.assert_array_equal(data.values, columns.to_numpy(np.float32))


def test_missing_values_are_nan_where_the_page_says():
    assert np.isnan(series("co2").values).sum() == 59
    google = np.isnan(series("stocks").values[:, 2])
    assert google[:55].all()
    assert not google[55:].any()
    assert not any(np.isnan(series(name).values).any() for name in NAMES if name not in ("co2", "stocks"))


@given(st.sampled_from(NAMES), st.floats(0.02, 0.98))
def test_the_past_ends_before_the_future_begins_and_nothing_is_lost(name, test_size):
    data = series(name)
    past, future = data.split(test_size)
    assert past.time[-1] < future.time[0]
    assert len(future.time) == pytest.approx(test_size * len(data.time), abs=1)
    np.testing.assert_array_equal(np.r_[past.values, future.values], data.values)


@pytest.mark.parametrize("test_size", [0, 1, -0.5, 2])
def test_an_empty_part_is_refused(test_size):
    with pytest.raises(ValueError, match="test_size is a share between 0 and 1 of 100 steps, got"):
        series("nile").split(test_size)


def test_an_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"series must be one of sunspots, .*stocks; got 'weather'"):
        series("weather")
