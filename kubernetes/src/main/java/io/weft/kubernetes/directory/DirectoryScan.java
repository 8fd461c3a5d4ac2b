package io.weft.kubernetes.directory;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.kubernetes.BrokenObject;
import io.weft.kubernetes.convert.Fault;
import io.weft.kubernetes.convert.MemberUse;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a directory's manifests hold, and what changed since it was last asked.
///
/// Looking at some names costs those files, however many there are. Looking at all costs one `stat`
/// per file and the reading of those that changed.
final class DirectoryScan {

  private static final int SMALL = 64 << 10;
  private static final int LARGEST_KEPT = 1 << 20;

  private final Path directory;
  private final Map<String, FileState> files = new HashMap<>();
  private final Map<String, List<BrokenObject>> broken = new TreeMap<>();
  private final ObjectClaims claims = new ObjectClaims();
  private final JsonDocuments json = new JsonDocuments(MemberUse::of);
  private byte[] buffer = new byte[SMALL];

  DirectoryScan(Path directory) {
    this.directory = directory;
  }

  /// What tells one version of a file from another; a rename over it changes the file key.
  private record Stamp(long modifiedNanos, long size, @Nullable Object fileKey) {
    static Stamp of(BasicFileAttributes attributes) {
      return new Stamp(
          attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
          attributes.size(),
          attributes.fileKey());
    }
  }

  /// @param stamp the version read; empty if it has to be read again
  private record FileState(@Nullable Stamp stamp, List<ClusterObject> objects) {
    static final FileState ABSENT = new FileState(null, List.of());
  }

  /// @param changes what changed since the scan before
  /// @param broken everything that is broken now
  record Result(List<ClusterChange> changes, List<BrokenObject> broken) {}

  /// Looks at all files.
  ///
  /// @throws IOException if the directory cannot be listed; what was known stays known
  Result lookAtAll() throws IOException {
    Set<String> present = new HashSet<>();
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path file : stream) {
        String name = file.getFileName().toString();
        if (isManifest(name)) {
          present.add(name);
          look(name, false);
        }
      }
    } catch (DirectoryIteratorException failed) {
      throw failed.getCause();
    }
    List.copyOf(files.keySet()).stream().filter(n -> !present.contains(n)).forEach(this::gone);
    return result();
  }

  /// Looks at the files of these names, there or not, at which something happened.
  Result lookAt(Collection<String> names) {
    for (String name : names) {
      if (isManifest(name)) {
        look(name, true);
      }
    }
    return result();
  }

  private Result result() {
    forgetLongTexts();
    List<ClusterChange> changes = claims.changes();
    List<BrokenObject> all = new ArrayList<>(claims.contested());
    broken.values().forEach(all::addAll);
    return new Result(changes, all);
  }

  private static boolean isManifest(String name) {
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

  /// Reads the file if it changed.
  ///
  /// @param changed whether it is known to have: within one time stamp it may change again
  private void look(String name, boolean changed) {
    Path file = directory.resolve(name);
    FileState before = files.getOrDefault(name, FileState.ABSENT);
    List<ClusterObject> objects = before.objects();
    List<BrokenObject> faults;
    Stamp stamp = null;
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      stamp = Stamp.of(attributes);
      if (!changed && stamp.equals(before.stamp())) {
        return;
      }
      check(attributes);
      int length = read(file, (int) attributes.size());
      Manifest manifest = Manifest.read(json, name, buffer, length, objects);
      objects = manifest.objects();
      faults = manifest.broken();
    } catch (NoSuchFileException _) {
      gone(name);
      return;
    } catch (IOException unreadable) {
      Fault fault = new Fault("", "", "make the file readable (" + unreadable + ")");
      faults = List.of(new BrokenObject(name, name, List.of(fault)));
      stamp = null;
    }
    files.put(name, new FileState(stamp, objects));
    if (faults.isEmpty()) {
      broken.remove(name);
    } else {
      broken.put(name, faults);
    }
    claims.replace(name, before.objects(), objects);
  }

  /// Reads the file into the buffer, and says how much that was. A file that shrinks or grows
  /// meanwhile is looked at again, for that is told.
  private int read(Path file, int size) throws IOException {
    if (buffer.length < size) {
      buffer = new byte[size];
    }
    try (FileInputStream stream = new FileInputStream(file.toFile())) {
      return stream.readNBytes(buffer, 0, size);
    }
  }

  private void forgetLongTexts() {
    if (buffer.length > LARGEST_KEPT) {
      buffer = new byte[SMALL];
    }
  }

  private void gone(String name) {
    FileState before = files.remove(name);
    broken.remove(name);
    if (before != null) {
      claims.replace(name, before.objects(), List.of());
    }
  }
}
