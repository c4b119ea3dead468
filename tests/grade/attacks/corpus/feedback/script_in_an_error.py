# tries: put HTML and scripts into the text and the name of an exception
# tier 1: yes
# exercise: target.tanh
def tanh(x):
    kind = type("<script>attack_was_here()</script>", (AssertionError,), {})
    raise kind("</pre><script>attack_was_here()</script><img src=x onerror=attack_was_here()>")
