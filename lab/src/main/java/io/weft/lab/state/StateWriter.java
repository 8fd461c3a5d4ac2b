package io.weft.lab.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes the state directory that all agents of a lab watch: one file per object, replaced by
/// rename, and a numbered revision that tells an agent how far it has read.
///
/// Safe for use by several threads.
public final class StateWriter {

  private final Path directory;
  private final Map<ObjectId, KubernetesObject> objects = new LinkedHashMap<>();
  private long revision;

  /// A writer for an empty directory, which is made.
  public StateWriter(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Creates or replaces an object; nothing is written when it is there already, unchanged.
  public synchronized void put(KubernetesObject object) {
    if (!object.equals(objects.put(object.id(), object))) {
      write(object.id().fileName(), object.json().toString());
    }
  }

  /// Removes an object; none there is no error.
  public synchronized void remove(ObjectId id) {
    objects.remove(id);
    try {
      boolean _ = Files.deleteIfExists(directory.resolve(id.fileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public synchronized Optional<KubernetesObject> find(ObjectId id) {
    return Optional.ofNullable(objects.get(id));
  }

  /// All objects, in the order of their creation.
  public synchronized List<KubernetesObject> all() {
    return List.copyOf(objects.values());
  }

  /// Closes a revision: an agent that has applied it has applied every change made before this call.
  public synchronized long mark() {
    revision++;
    write("revision", Long.toString(revision));
    return revision;
  }

  private void write(String name, String text) {
    Path temporary = directory.resolve("." + name + ".new");
    try {
      Files.writeString(temporary, text);
      Path _ = Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
