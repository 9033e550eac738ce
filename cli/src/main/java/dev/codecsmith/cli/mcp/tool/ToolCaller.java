package dev.codecsmith.cli.mcp.tool;

/** Who calls a tool. */
public interface ToolCaller {

  /** As the agent names itself; may be empty. */
  String name();

  /** Tells where a long call stands: {@code done} of {@code total} parts, and of what. */
  void progress(int done, int total, String what);
}
