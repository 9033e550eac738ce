# hostile: writes a small bitstream and hides the clip beside it, in each place the decoder might see
# run: encode
# expect: finished
# output: small[]
import os, shutil, sys
sys.stdout.write("small")
hidden = []
for folder in ("/in", "/program", "/", "/etc", "/dev", "/dev/shm", "/var", "/usr", "/proc"):
    try:
        shutil.copyfile(sys.argv[2], os.path.join(folder, "hidden"))
        hidden.append(folder)
    except OSError:
        pass
print(hidden)
