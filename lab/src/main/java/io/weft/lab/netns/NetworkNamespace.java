package io.weft.lab.netns;

import io.weft.lab.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// A named network namespace (ip-netns(8)): `/run/netns/NAME`.
///
/// Holding a value does not mean that the namespace exists.
///
/// @param name file name below `/run/netns`
public record NetworkNamespace(String name) {

  private static final Path DIRECTORY = Path.of("/run/netns");

  public NetworkNamespace {
    if (name.isEmpty() || name.contains("/") || name.length() > 200) {
      throw new IllegalArgumentException("not a namespace name: '" + name + "'");
    }
  }

  /// Where the namespace is mounted.
  public Path path() {
    return DIRECTORY.resolve(name);
  }

  public boolean exists() {
    return Files.exists(path());
  }

  /// Makes the namespace with its loopback up.
  ///
  /// @throws io.weft.lab.process.CommandFailedException if the name is taken
  public void create() {
    String _ = Command.of("ip", "netns", "add", name).run();
    ip("link set lo up");
  }

  /// Removes the name; the kernel ends the namespace with its links when nobody is inside any more.
  /// No error when there is none.
  public void delete() {
    if (exists()) {
      Command.Result _ = Command.of("ip", "netns", "delete", name).finish();
    }
  }

  /// Runs commands of ip(8) inside, in order, as one batch.
  ///
  /// @throws io.weft.lab.process.CommandFailedException on the first that fails; earlier ones stay
  public void ip(String... lines) {
    ip(List.of(lines));
  }

  /// Runs commands of ip(8) inside, in order, as one batch.
  ///
  /// @throws io.weft.lab.process.CommandFailedException on the first that fails; earlier ones stay
  public void ip(List<String> lines) {
    String _ =
        Command.of("ip", "-n", name, "-batch", "-").reading(String.join("\n", lines) + "\n").run();
  }

  /// Sets kernel parameters inside: `net/ipv6/conf/all/accept_dad`, `0`, and so on in pairs.
  public void sysctl(String... pairs) {
    Boolean _ =
        call(() -> {
          for (int i = 0; i < pairs.length; i += 2) {
            Files.writeString(Path.of("/proc/sys", pairs[i]), pairs[i + 1]);
          }
          return true;
        });
  }

  /// A command line that runs `words` inside.
  public List<String> command(List<String> words) {
    List<String> all = new ArrayList<>(List.of("nsenter", "--net=" + path(), "--"));
    all.addAll(words);
    return all;
  }

  /// A command that runs `words` inside.
  public Command command(String... words) {
    return Command.of(command(List.of(words)));
  }

  /// Runs `body` on a thread of its own inside the namespace and returns what it returns.
  ///
  /// Sockets opened by the body stay in the namespace and can be used by every thread afterwards.
  /// The body must not start threads: they would inherit the namespace.
  ///
  /// @throws io.weft.cni.linux.SystemCallException if the namespace is gone
  /// @throws IllegalStateException with the body's exception as cause
  public <T> T call(Callable<T> body) {
    try (var inside = io.weft.cni.linux.NetworkNamespace.open(path().toString())) {
      return inside.call(() -> {
        try {
          return body.call();
        } catch (Exception e) {
          throw new IllegalStateException("in namespace %s: %s".formatted(name, e), e);
        }
      });
    }
  }
}
