# hostile: reads the harness's secrets from the environment
# expect: finished
import os
print({key: value for key, value in os.environ.items()})
for name in os.listdir("/proc"):
    if name.isdigit():
        for file in ("environ", "cmdline", "mountinfo"):
            try:
                print(name, file, open(f"/proc/{name}/{file}", "rb").read())
            except OSError as error:
                print(name, file, error)
