package io.weft.kubernetes.directory;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.cluster.ObjectKey;
import io.weft.kubernetes.BrokenObject;
import io.weft.kubernetes.convert.Fault;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a directory again and again, and says what changed in between. Costs one `stat` per file
/// and the reading of those that changed.
final class DirectoryScan {

  /// A file written this shortly before it was read may change once more within the same time stamp.
  private static final long CLOCK_GRAIN_MILLIS = 50;

  private final Path directory;
  private final Map<String, FileState> files = new HashMap<>();
  private final ObjectClaims claims = new ObjectClaims();

  DirectoryScan(Path directory) {
    this.directory = directory;
  }

  /// What tells one version of a file from another; a rename over it changes the file key.
  private record Stamp(long modifiedNanos, long size, @Nullable Object fileKey) {
    static Stamp of(BasicFileAttributes attributes) {
      return new Stamp(
          attributes.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS),
          attributes.size(),
          attributes.fileKey());
    }
  }

  /// @param stamp the version read; empty text if it has to be read again
  private record FileState(
      @Nullable Stamp stamp, Map<ObjectKey, ClusterObject> objects, List<BrokenObject> broken) {

    static final FileState ABSENT = new FileState(null, Map.of(), List.of());
  }

  /// @param changes what changed since the scan before
  /// @param broken everything that is broken now
  record Result(List<ClusterChange> changes, List<BrokenObject> broken) {}

  /// Looks once.
  ///
  /// @throws IOException if the directory cannot be listed; what was known stays known
  Result scan() throws IOException {
    Set<String> present = new HashSet<>();
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    try (DirectoryStream<Path> stream =
        Files.newDirectoryStream(directory, DirectoryScan::isManifest)) {
      for (Path file : stream) {
        if (look(file)) {
          present.add(file.getFileName().toString());
        }
      }
    } catch (java.nio.file.DirectoryIteratorException failed) {
      throw failed.getCause();
    }
    for (String name : List.copyOf(files.keySet())) {
      if (!present.contains(name)) {
        FileState before = Objects.requireNonNull(files.remove(name));
        claims.replace(name, before.objects(), Map.of());
      }
    }
    List<ClusterChange> changes = claims.changes();
    List<BrokenObject> broken = new ArrayList<>(claims.contested());
    files.values().forEach(state -> broken.addAll(state.broken()));
    return new Result(changes, broken);
  }

  private static boolean isManifest(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && (name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml"));
  }

  /// A pipe would never end, and a file too long would end the agent for want of memory.
  private static void check(BasicFileAttributes attributes) throws IOException {
    if (!attributes.isRegularFile()) {
      throw new IOException("it is no regular file");
    }
    if (attributes.size() > Manifest.LARGEST) {
      throw new IOException(
          "it has %d bytes, at most %d are read; split it"
              .formatted(attributes.size(), Manifest.LARGEST));
    }
  }

  /// Reads the file if it changed; returns whether it is there.
  private boolean look(Path file) {
    String name = file.getFileName().toString();
    FileState before = files.getOrDefault(name, FileState.ABSENT);
    FileState now;
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      Stamp stamp = Stamp.of(attributes);
      if (stamp.equals(before.stamp())) {
        return true;
      }
      check(attributes);
      boolean settled =
          System.currentTimeMillis() - attributes.lastModifiedTime().toMillis()
              > CLOCK_GRAIN_MILLIS;
      Manifest manifest = Manifest.read(file, before.objects());
      now = new FileState(settled ? stamp : null, manifest.objects(), manifest.broken());
    } catch (NoSuchFileException _) {
      return false;
    } catch (IOException unreadable) {
      Fault fault = new Fault("", "", "make the file readable (" + unreadable + ")");
      now =
          new FileState(
              null, before.objects(), List.of(new BrokenObject(name, name, List.of(fault))));
    }
    files.put(name, now);
    claims.replace(name, before.objects(), now.objects());
    return true;
  }
}
