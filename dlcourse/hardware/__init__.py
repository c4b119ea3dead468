"""What a training step costs: counted in operations and bytes, predicted for a machine, measured here.

Public: `count` lists the operations of a step as `Operation`s, `predict` says how long they take by the
roofline; `Machine` and `machines`, published peak rates with their sources, and `measured_speedups` of a
recorded run; `fastest`, the processor time of a function, `page_faults`, and `peak_bytes`, the memory that it
needs beside what there was. What the chapter times: `operations`, `adam_step`, `overhead_step`.
"""

from dlcourse.hardware.costs import Operation, count, predict
from dlcourse.hardware.examples import adam_step, operations, overhead_step
from dlcourse.hardware.machines import Machine, machines, measured_speedups
from dlcourse.hardware.measure import fastest, page_faults, peak_bytes

__all__ = [
    "Machine",
    "Operation",
    "adam_step",
    "count",
    "fastest",
    "machines",
    "measured_speedups",
    "operations",
    "overhead_step",
    "page_faults",
    "peak_bytes",
    "predict",
]
