package dev.codecsmith.lab.clips;

import dev.codecsmith.sandbox.isolation.MountRights;
import dev.codecsmith.store.ArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Copies of clips that lie in any artifact store. */
public final class CopiedClips implements ClipSource {
  private final ArtifactStore artifacts;
  private final Path folder;

  /**
   * @param folder for the copies, made if need be
   */
  public CopiedClips(ArtifactStore artifacts, Path folder) {
    this.artifacts = artifacts;
    this.folder = folder;
  }

  @Override
  public Path file(String sha256) throws IOException {
    Path file = place(sha256);
    if (Files.exists(file)) {
      return file;
    }
    Files.createDirectories(folder);
    // Several may copy one clip at once, so each has a part of its own. A copy need not outlast a
    // power cut: what is damaged is copied anew.
    Path part = Files.createTempFile(folder, "", ".part");
    try {
      artifacts.copyTo(sha256, part);
      MountRights.letProgramsRead(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    return file;
  }

  private Path place(String sha256) {
    return folder.resolve(sha256 + ".y4m");
  }

  @Override
  public void damaged(String sha256) throws IOException {
    Files.deleteIfExists(place(sha256));
  }
}
