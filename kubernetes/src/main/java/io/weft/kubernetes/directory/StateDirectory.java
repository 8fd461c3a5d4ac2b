package io.weft.kubernetes.directory;

import io.weft.kubernetes.BrokenObject;
import io.weft.kubernetes.ClusterSource;
import io.weft.kubernetes.FaultBoard;
import io.weft.kubernetes.SourceThread;
import io.weft.kubernetes.convert.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The cluster's state from a directory of manifests: Kubernetes objects in `*.yaml`, `*.yml` and
/// `*.json` files, several documents and `List`s included. Names that begin with a dot are left
/// alone, and so are subdirectories.
///
/// Writers rename complete files into place. A file or an object that cannot be read is reported and
/// its last good version stays in force; a file that is gone takes its objects with it; an object in
/// two files counts from the file first by name, and the others are reported.
///
/// The file `revision`, if there is one, holds a text that grows whenever the directory changes. It
/// is read before the manifests are, so when [ClusterSource.Listener#revision] says it, everything
/// written before it has been delivered.
public final class StateDirectory implements ClusterSource {

  private static final String MARKER = "revision";
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration LOOK_ANYWAY = Duration.ofSeconds(30);
  private static final Duration REST_PER_FILE = Duration.ofMillis(3);
  private static final Duration SHORTEST_REST = Duration.ofMillis(1);
  private static final Duration LONGEST_REST = Duration.ofMillis(200);

  private final Path directory;
  private final SourceThread thread = new SourceThread("state-directory", this::run);
  private @Nullable Listener listener;
  private @Nullable Inotify watching;

  /// @param directory the directory; made when the source starts, if it is not there
  public StateDirectory(Path directory) {
    this.directory = directory;
  }

  @Override
  public void start(Listener listener) {
    this.listener = listener;
    thread.start();
  }

  @Override
  public void close() {
    thread.stop(this::wake);
  }

  private void run() {
    Delivery delivery = new Delivery(Objects.requireNonNull(listener));
    while (!thread.stopped()) {
      try {
        Files.createDirectories(directory);
        watch(delivery);
      } catch (IOException | RuntimeException failed) {
        delivery.unreadable(failed);
        pause(RETRY);
      }
    }
  }

  /// Watches until the directory is lost. The watch is there before the first look, so nothing that
  /// happens in between is missed.
  private void watch(Delivery delivery) throws IOException {
    try (Inotify watch = begin()) {
      Object identity = identity();
      long lookAnyway = delivery.lookAtAll();
      Duration rest = Duration.ZERO;
      while (!thread.stopped()) {
        if (watch.await(RETRY)) {
          pause(rest.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : rest);
          rest = delivery.look(watch);
        } else {
          rest = Duration.ZERO;
          // A directory that is moved away keeps its watch, and says nothing.
          if (!identity.equals(identity())) {
            throw new IOException("the directory was removed or replaced");
          }
        }
        if (System.nanoTime() - lookAnyway > 0) {
          lookAnyway = delivery.lookAtAll();
        }
      }
    } finally {
      end();
    }
  }

  private synchronized Inotify begin() throws IOException {
    Inotify watch = new Inotify(directory);
    watching = watch;
    return watch;
  }

  private synchronized void end() {
    watching = null;
  }

  private synchronized void wake() {
    if (watching != null) {
      watching.wake();
    }
  }

  private Object identity() throws IOException {
    Object key = Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
    return key == null ? directory : key;
  }

  private void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// What has been delivered so far.
  private final class Delivery {

    private final Listener listener;
    private final FaultBoard board;
    private final DirectoryScan scan = new DirectoryScan(directory);
    private String revision = "";
    private boolean synced;

    Delivery(Listener listener) {
      this.listener = listener;
      this.board = new FaultBoard(listener);
    }

    /// Says when to look again though nothing was told: seldom where a look takes long.
    long lookAtAll() throws IOException {
      long started = System.nanoTime();
      String marker = marker();
      deliver(marker, scan.lookAtAll());
      long now = System.nanoTime();
      return now + Math.max(LOOK_ANYWAY.toNanos(), 1000 * (now - started));
    }

    /// Looks at what happened, and says how long to rest before the next look: a busy writer must
    /// not keep a core busy here, and many changes cost less together.
    Duration look(Inotify watch) throws IOException {
      long started = System.nanoTime();
      Happenings happenings = new Happenings();
      String marker = revision;
      watch.drain(happenings);
      while (happenings.names().remove(MARKER)) {
        marker = marker();
        watch.drain(happenings); // Whatever was before the marker has happened by now.
      }
      int names = happenings.names().size();
      deliver(marker, happenings.everything() ? scan.lookAtAll() : scan.lookAt(happenings.names()));
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      Duration rest = REST_PER_FILE.multipliedBy(names);
      Duration longer = took.compareTo(rest) > 0 ? took : rest;
      return longer.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : longer;
    }

    private void deliver(String marker, DirectoryScan.Result result) {
      if (thread.stopped()) {
        return;
      }
      board.replaceAll(result.broken());
      if (!result.changes().isEmpty()) {
        listener.changed(result.changes());
      }
      if (!synced) {
        synced = true;
        listener.synced();
      }
      if (!marker.isEmpty() && !marker.equals(revision)) {
        revision = marker;
        listener.revision(marker);
      }
    }

    private String marker() throws IOException {
      Path file = directory.resolve(MARKER);
      return Files.isRegularFile(file) ? Files.readString(file).strip() : "";
    }

    void unreadable(Exception failed) {
      if (!thread.stopped()) {
        String place = directory.toString();
        board.report(
            new BrokenObject(
                place,
                place,
                List.of(new Fault("", "", "make the directory readable (" + failed + ")"))));
      }
    }
  }
}
