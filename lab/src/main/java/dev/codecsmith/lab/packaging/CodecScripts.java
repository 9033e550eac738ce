package dev.codecsmith.lab.packaging;

import dev.codecsmith.sandbox.toolchain.StandAlone;
import java.util.List;
import java.util.stream.Collectors;

/** The shell scripts of a package. */
final class CodecScripts {
  private CodecScripts() {}

  /** The file {@code codec}: both halves of the program, built first where need be. */
  static String codec(StandAlone program) {
    StringBuilder script = new StringBuilder();
    script.append(
        """
        #!/bin/sh
        # ./codec encode SOURCE.y4m QUALITY > BITSTREAM     QUALITY from 0 to 100, higher is better
        # ./codec decode BITSTREAM > FRAMES.y4m
        case "$1 $#" in
          "encode 3" | "decode 2") ;;
          *) sed -n '2,3s/^# /Usage: /p' "$0" >&2; exit 2 ;;
        esac
        here=$(dirname -- "$0")
        """);
    if (!program.build().isEmpty()) {
      script.append("[ -x \"$here/program\" ] || sh \"$here/build\" >&2 || exit\n");
    }
    program
        .environment()
        .forEach((name, value) ->
            script.append("export ").append(name).append('=').append(quoted(value)).append('\n'));
    script.append("exec ").append(line(program.command())).append(" \"$@\"\n");
    return script.toString();
  }

  /** The file {@code build}; only where something is compiled. */
  static String build(StandAlone program) {
    return "#!/bin/sh\ncd -- \"$(dirname -- \"$0\")\" && exec " + line(program.build()) + "\n";
  }

  /** Words as the shell reads them. */
  static String line(List<String> words) {
    return words.stream().map(CodecScripts::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    String folder = "{folder}/";
    if (word.startsWith(folder)) {
      return "\"$here\"/" + quoted(word.substring(folder.length()));
    }
    return word.matches("[A-Za-z0-9_./+=:-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
