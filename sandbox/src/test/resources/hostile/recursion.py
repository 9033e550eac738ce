# hostile: recurses without end
# expect: crashed, memory
import sys
sys.setrecursionlimit(10**9)
def deep(n): return deep(n + 1) + 1
deep(0)
