package io.weft.lab.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
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
  private final Path unfinished;
  private final Map<ObjectId, KubernetesObject> objects = new LinkedHashMap<>();
  private long revision;

  /// A writer for an empty directory, which is made.
  public StateWriter(Path directory) {
    this.directory = directory;
    this.unfinished = directory.resolveSibling(directory.getFileName() + ".new");
    try {
      Files.createDirectories(directory);
      Files.createDirectories(unfinished);
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

  /// Creates or replaces objects like [#put], all at once: the files are written first, and then
  /// renamed one after another.
  public synchronized void putAll(List<KubernetesObject> all) {
    List<String> names = new ArrayList<>();
    for (KubernetesObject object : all) {
      if (!object.equals(objects.put(object.id(), object))) {
        names.add(object.id().fileName());
        prepare(object.id().fileName(), object.json().toString());
      }
    }
    names.forEach(this::publish);
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
    prepare(name, text);
    publish(name);
  }

  /// Beside the directory, not in it: who watches that need not look at what is not finished.
  private void prepare(String name, String text) {
    try {
      Path _ = Files.writeString(unfinished.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void publish(String name) {
    try {
      Path _ =
          Files.move(
              unfinished.resolve(name), directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
