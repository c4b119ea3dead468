# tries: show HTML with scripts, handlers and frames
# tier 1: yes
# exercise: target.tanh
from IPython.display import HTML, display

display(HTML("<script>attack_was_here()</script><img src=x onerror=attack_was_here()>"))
display(HTML("<iframe src='https://example.org/'></iframe><form action=https://example.org><input></form>"))
display(HTML("<a href='javascript:attack_was_here()'>x</a><svg onload=attack_was_here()></svg>"))


def tanh(x):
    return 0 * x
