package io.weft.lab.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Writes the state directory that all agents of a lab watch: one file per object or list, replaced by
/// rename, and a numbered revision that tells an agent how far it has read.
///
/// Safe for use by several threads.
public final class StateWriter {

  private final Path directory;
  private final Path unfinished;
  private final Map<ObjectId, KubernetesObject> objects = new LinkedHashMap<>();
  private final List<String> lists = new ArrayList<>();
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

  /// Writes lists, each a file as the API server would answer: objects of one kind that leave it and
  /// their version to the list. Nobody asks for these objects here, and they go by [#removeLists].
  ///
  /// @param lists none of them empty, each of one kind
  public synchronized void putLists(List<List<KubernetesObject>> lists) {
    List<String> names = new ArrayList<>();
    for (List<KubernetesObject> list : lists) {
      String name =
          "%slist.%d.json"
              .formatted(list.getFirst().kind().toLowerCase(Locale.ROOT), this.lists.size());
      this.lists.add(name);
      names.add(name);
      prepare(name, ObjectList.of(list).toString());
    }
    names.forEach(this::publish);
  }

  /// Removes all lists.
  public synchronized void removeLists() {
    lists.forEach(this::delete);
    lists.clear();
  }

  /// Removes an object; none there is no error.
  public synchronized void remove(ObjectId id) {
    objects.remove(id);
    delete(id.fileName());
  }

  private void delete(String name) {
    try {
      boolean _ = Files.deleteIfExists(directory.resolve(name));
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
