package dev.codecsmith.evolve.edits.normal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.sandbox.program.Program;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NormalisedProgramTest {

  @Test
  void commentsAndWhiteSpaceDoNotMakeAnotherJavaProgram() {
    same(
        "A.java",
        "class A { /* a */ int x=1; // one\n\n  String s = \"// no comment\"; }",
        "class A\n{\n  int x = 1;\n  String s = \"// no comment\";   // yes\n}\n");
    same("A.java", "int f ( int a ) { return a ; }", "int f(int a){return a;}");
  }

  @Test
  void whatMightChangeTheMeaningMakesAnotherProgram() {
    different("A.java", "int x = 1;", "int x = 2;");
    different("A.java", "a = b + ++c;", "a = b++ + c;");
    different("A.java", "s = \"a b\";", "s = \"a  b\";");
    different("A.java", "s = \"/*\"; x = 1; // \"*/", "s = \"/*\"; // \"*/");
    different("A.java", "c = '\"'; // \"\nd = 1;", "c = '\"'; // \"\n");
    different("A.java", "int x;", "intx;");
    different("a.c", "#define F (x)\nint y;", "#define F(x)\nint y;");
    different("a.c", "#define F 1\nint y;", "#define F 1 int y;");
    different("a.cpp", "s = R\"(a // b)\";", "s = R\"(a )\";");
    different("a.py", "if a:\n  b()\n  c()\n", "if a:\n  b()\nc()\n");
    different("a.py", "s = 'a # b'\n", "s = 'a '\n");
  }

  @Test
  void textBlocksAndRawStringsStayAsTheyAre() {
    different("A.java", "s = \"\"\"\n  a // b\n  \"\"\";", "s = \"\"\"\n  a\n  \"\"\";");
    different("a.rs", "let s = r#\"a \" // b\"#;", "let s = r#\"a \" \"#;");
    same("a.rs", "fn f<'a>(x: &'a str) {} // '", "fn f<'a>(x: &'a str) {}");
    same("a.rs", "/* a /* b */ c */ fn f() {}", "fn f() {}");
    same("a.c", "#include <stdio.h> // io\nint x;", "#include <stdio.h>\nint  x;");
  }

  @Test
  void pythonsIndentationCountsByDepth() {
    same(
        "a.py",
        "def f(a,\n      b):  # doc\n  if a:\n    return b\n\n  # end\n  return a\n",
        "def f(a, b):\n    if a:\n        return b\n    return a\n");
  }

  @Test
  void pathLanguageAndEntryCount() {
    Program a = Program.of("java", "A", Map.of("A.java", "class A {}"));
    assertThat(NormalisedProgram.hash(a))
        .hasSize(64)
        .isNotEqualTo(
            NormalisedProgram.hash(Program.of("java", "B", Map.of("A.java", "class A {}"))))
        .isNotEqualTo(
            NormalisedProgram.hash(Program.of("java", "A", Map.of("B.java", "class A {}"))));
  }

  @Property(seed = "5", tries = 1000)
  void normalisingEndsOnAnyText(@ForAll @StringLength(max = 60) String noise) {
    for (String path : new String[] {"a.java", "a.rs", "a.py", "a.sh", "a.txt"}) {
      String text = "\"'/*#r\\\n" + noise + "'\"*/";
      assertThat(NormalisedProgram.normalise(path, text)).isNotNull();
    }
  }

  private static void same(String path, String a, String b) {
    assertThat(NormalisedProgram.normalise(path, a))
        .isEqualTo(NormalisedProgram.normalise(path, b));
  }

  private static void different(String path, String a, String b) {
    assertThat(NormalisedProgram.normalise(path, a))
        .isNotEqualTo(NormalisedProgram.normalise(path, b));
  }
}
