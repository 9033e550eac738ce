import sys

SALT = 0


def main():
    source = open(sys.argv[2], "rb")
    header = source.readline()
    fields = {field[:1]: field[1:] for field in header.split()[1:]}
    size = int(fields[b"W"]) * int(fields[b"H"]) * 3 // 2
    out = sys.stdout.buffer
    out.write(header)
    if sys.argv[1] == "encode":
        step = 64 >> (int(sys.argv[3]) // 25)
        table = bytes(value // step for value in range(256))
        out.write(bytes([step]))
        while source.readline():
            out.write(source.read(size).translate(table))
    else:
        step = source.read(1)[0]
        table = bytes(min(255, value * step + step // 2) for value in range(256))
        while frame := source.read(size):
            out.write(b"FRAME\n" + frame.translate(table))


main()
