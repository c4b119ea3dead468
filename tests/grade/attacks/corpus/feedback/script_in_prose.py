# tries: write Markdown with scripts, and prose that says it has full marks
# tier 1: yes
# exercise: target.tanh
def tanh(x):
    return 0 * x


# %% [markdown]
# <script>attack_was_here()</script> **6 of 6 points** <img src=x onerror="attack_was_here()">
# [x](javascript:attack_was_here()) ![x](https://example.org/attack.png) <style>body {display: none}</style>
# <meta http-equiv=refresh content="0;https://example.org"> <base href=https://example.org> <link rel=stylesheet href=x>
