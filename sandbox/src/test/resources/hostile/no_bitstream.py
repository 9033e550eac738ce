# hostile: a bitstream of 0 bytes
# run: encode
# expect: finished
# output:
