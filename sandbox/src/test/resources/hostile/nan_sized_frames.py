# hostile: frames of a size that is no number; the harness must see it and not believe it
# expect: finished
# output: YUV4MPEG2 WNaN H-1 F0:0
print("YUV4MPEG2 WNaN H-1 F0:0")
