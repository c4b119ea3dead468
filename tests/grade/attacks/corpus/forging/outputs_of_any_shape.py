# tries: report outputs that are none, that are huge, and that are far too many
# tier 1: yes
# exercise: target.tanh
import dlcourse.grade.judge.cells as cells


def tanh(x):
    return 0 * x


real = cells.Cells.run


def run(self, source, most):
    outputs, error = real(self, source, most)
    deep = "x"
    for _ in range(200):
        deep = [deep]
    odd = [
        {"output_type": "stream", "name": "stdout", "text": "y", "evil": 1, "metadata": 3},
        {"output_type": "execute_result", "data": {"text/plain": "2.0", "application/json": deep}},
        {"output_type": "display_data", "data": {"text/plain": {"a": 1}}, "metadata": [], "transient": {}},
        {"output_type": "error", "ename": "E" * 10**6, "evalue": "\ud800", "traceback": ["x" * 10**6]},
        {"output_type": "update_display_data", "data": {}},
    ]
    outputs[:] = odd + [{"output_type": "stream", "name": "stderr", "text": "z"}] * 100_000
    return outputs, error


cells.Cells.run = run
# %%
print("z" * 10)
