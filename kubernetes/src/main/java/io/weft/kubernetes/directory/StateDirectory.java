package io.weft.kubernetes.directory;

import io.weft.kubernetes.BrokenObject;
import io.weft.kubernetes.ClusterSource;
import io.weft.kubernetes.FaultBoard;
import io.weft.kubernetes.SourceThread;
import io.weft.kubernetes.convert.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

  private final Path directory;
  private final SourceThread thread = new SourceThread("state-directory", this::run);
  private @Nullable Listener listener;

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
    thread.stop();
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
      } catch (InterruptedException _) {
        // Only close() interrupts this thread; the loop's condition has the answer.
      }
    }
  }

  /// Watches until the directory is lost. The watch is there before the first look, so nothing that
  /// happens in between is missed.
  private void watch(Delivery delivery) throws IOException, InterruptedException {
    try (WatchService service = directory.getFileSystem().newWatchService()) {
      directory.register(
          service,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
      Object identity = identity();
      while (!thread.stopped()) {
        long started = System.nanoTime();
        delivery.look();
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        // A busy writer must not keep a core busy here: rest as long as the look took.
        pause(took.compareTo(LONGEST_PAUSE) < 0 ? took : LONGEST_PAUSE);
        awaitEvent(service, identity);
      }
    }
  }

  /// Returns when something happened in the directory, or after a while anyway.
  private void awaitEvent(WatchService service, Object identity)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + LOOK_ANYWAY.toNanos();
    while (System.nanoTime() - until < 0) {
      WatchKey key = service.poll(RETRY.toMillis(), TimeUnit.MILLISECONDS);
      boolean watched = true;
      if (key != null) {
        key.pollEvents();
        watched = key.reset();
      }
      // A directory that is moved away keeps its watch, and says nothing.
      if (!watched || !identity.equals(identity())) {
        throw new IOException("the directory was removed or replaced");
      }
      if (key != null) {
        return;
      }
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

    void look() throws IOException {
      String marker = marker();
      DirectoryScan.Result result = scan.scan();
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
