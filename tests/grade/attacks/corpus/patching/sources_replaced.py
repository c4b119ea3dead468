# tries: replace the text of later cells with an input transformer
# hurts itself: yes
# tier 1: yes
# exercise: target.tanh
def tanh(x):
    return 0 * x


get_ipython().input_transformers_cleanup.append(lambda lines: ["pass\n"])
get_ipython().input_transformers_post.append(lambda lines: ["pass\n"])
