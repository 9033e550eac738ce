# hostile: a Y4M header without end
# expect: output
import sys
sys.stdout.write("YUV4MPEG2 W16 H16 X")
while True:
    sys.stdout.write("x" * 65536)
