# hostile: burns the processor in processes that it does not wait for
# expect: cpu
# cpu: 700
import os
for _ in range(4):
    os.fork()
while True:
    pass
