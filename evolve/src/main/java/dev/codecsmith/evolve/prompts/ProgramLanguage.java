package dev.codecsmith.evolve.prompts;

/**
 * A programming language as prompts speak of it.
 *
 * @param title its name for people
 * @param exampleFile the name of a source file in it
 * @param exampleEntry what may be an entry in it
 * @param fence the tag of a fenced block in it
 */
record ProgramLanguage(String title, String exampleFile, String exampleEntry, String fence) {

  /**
   * The language of that name.
   *
   * @param name as in a program's manifest
   */
  static ProgramLanguage of(String name) {
    return switch (name) {
      case "java" -> new ProgramLanguage("Java", "codec/Main.java", "codec.Main", "java");
      case "python" -> new ProgramLanguage("Python", "main.py", "main.py", "python");
      case "c" -> new ProgramLanguage("C", "main.c", "main.c", "c");
      case "cpp" -> new ProgramLanguage("C++", "main.cpp", "main.cpp", "cpp");
      case "rust" -> new ProgramLanguage("Rust", "main.rs", "main.rs", "rust");
      default -> new ProgramLanguage(name, "main", "main", "");
    };
  }
}
