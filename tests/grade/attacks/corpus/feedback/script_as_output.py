# tries: show outputs of the kinds that notebooks execute
# tier 1: yes
# exercise: target.tanh
from IPython.display import SVG, Javascript, Markdown, display

display(Javascript("attack_was_here()"))
display(SVG(data="<svg xmlns='http://www.w3.org/2000/svg'><script>attack_was_here()</script></svg>"))
display(Markdown("<script>attack_was_here()</script> [x](javascript:attack_was_here())"))
display(
    {"application/vnd.jupyter.widget-view+json": {"model_id": "<script>attack_was_here()</script>"}}, raw=True
)
display({"text/latex": "$$</script><script>attack_was_here()</script>$$"}, raw=True)


def tanh(x):
    return 0 * x
