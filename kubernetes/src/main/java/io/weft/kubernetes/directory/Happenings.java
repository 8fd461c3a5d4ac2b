package io.weft.kubernetes.directory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/// What happened in a directory, as inotify(7) tells it: which names are to be looked at.
final class Happenings {

  private static final int HEADER = 16;
  private static final int IN_Q_OVERFLOW = 0x4000;

  private final Set<String> names = new LinkedHashSet<>();
  private boolean everything;

  /// Takes in a buffer full of events.
  void read(ByteBuffer events) {
    int at = 0;
    while (events.limit() - at >= HEADER) {
      int mask = events.getInt(at + 4);
      int length = events.getInt(at + 12);
      int name = at + HEADER;
      everything |= (mask & IN_Q_OVERFLOW) != 0;
      if (length > 1 && events.get(name) == '.') {
        // What Kubernetes mounts is exchanged by one link, "..data", below all names.
        everything |= events.get(name + 1) == '.';
      } else if (length > 0) {
        names.add(name(events, name, length));
      }
      at = name + length;
    }
  }

  private static String name(ByteBuffer events, int start, int padded) {
    int length = 0;
    while (length < padded && events.get(start + length) != 0) {
      length++;
    }
    byte[] bytes = new byte[length];
    events.get(start, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// The names at which something happened; those with a dot first are passed over.
  Set<String> names() {
    return names;
  }

  /// Whether anything may have happened to any name.
  boolean everything() {
    return everything;
  }
}
