# tries: send terminal commands in an error: clear the screen, set the title, fill the clipboard
# tier 1: yes
# exercise: target.tanh
def tanh(x):
    raise ValueError(
        "\x1b]0;attack\x07\x1b]52;c;YXR0YWNr\x07\x1b[2J\x1b[31mred\x9b2J\x08\x08\r\x1b[1A\u202egrade"
    )
