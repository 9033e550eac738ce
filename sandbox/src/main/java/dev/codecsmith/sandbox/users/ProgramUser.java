package dev.codecsmith.sandbox.users;

import dev.codecsmith.sandbox.users.ProgramUsers.MapLine;
import dev.codecsmith.sandbox.users.ProgramUsers.MapWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The user of one run. */
public final class ProgramUser {
  /** Number of user and group inside the sandbox while it is set up, when it is still ours. */
  public static final int SETTING_UP = 65534;

  /** Number of user and group inside the sandbox that the program runs as. */
  public static final int INSIDE = 1000;

  private final long user;
  private final long group;
  private final MapWriter writer;

  ProgramUser(long user, long group, MapWriter writer) {
    this.user = user;
    this.group = group;
    this.writer = writer;
  }

  /** The user's number on the host. */
  public long number() {
    return user;
  }

  /**
   * Tells a new user namespace that it has us, as {@link #SETTING_UP}, and this user, as {@link
   * #INSIDE}.
   *
   * @param pid a process in the namespace
   * @throws IOException if this machine does not let us
   */
  public void mapInto(int pid) throws IOException {
    Path self = Path.of("/proc/self");
    long ownUser = ((Number) Files.getAttribute(self, "unix:uid")).longValue();
    long ownGroup = ((Number) Files.getAttribute(self, "unix:gid")).longValue();
    writer.write(
        pid,
        List.of(new MapLine(SETTING_UP, ownUser), new MapLine(INSIDE, user)),
        List.of(new MapLine(SETTING_UP, ownGroup), new MapLine(INSIDE, group)));
  }
}
