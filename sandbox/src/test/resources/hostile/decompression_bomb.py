# hostile: unpacks a small bitstream to all memory
# expect: memory
import zlib
packer = zlib.compressobj(9)
small = b"".join(packer.compress(bytes(1 << 20)) for _ in range(400)) + packer.flush()
print(len(zlib.decompress(small)))
