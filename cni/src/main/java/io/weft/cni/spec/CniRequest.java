package io.weft.cni.spec;

import io.weft.net.IpAddress;
import io.weft.net.MacAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One call of the plugin: the `CNI_*` variables and the network configuration, checked (CNI spec
/// 1.1, "Parameters").
///
/// @param command the verb
/// @param attachment container and interface; present for ADD, DEL and CHECK
/// @param netns the path of the container's network namespace; present for ADD and CHECK
/// @param arguments `CNI_ARGS`
/// @param path `CNI_PATH`, the directories where plugins are found
/// @param network the configuration
public record CniRequest(
    CniCommand command,
    Optional<AttachmentKey> attachment,
    Optional<String> netns,
    CniArguments arguments,
    List<String> path,
    NetworkConfiguration network) {

  public CniRequest {
    path = List.copyOf(path);
    if (attachment.isPresent() != command.aboutAttachment()) {
      throw new IllegalArgumentException(command + " with attachment " + attachment);
    }
  }

  /// Reads a call.
  ///
  /// @param environment the process environment; only `CNI_*` matters
  /// @param stdin the network configuration as JSON text
  /// @throws CniException naming what is missing or wrong
  public static CniRequest parse(Map<String, String> environment, String stdin) {
    CniCommand command = command(environment.getOrDefault("CNI_COMMAND", ""));
    NetworkConfiguration network = ConfigurationReader.read(command, stdin);
    Optional<AttachmentKey> attachment =
        command.aboutAttachment()
            ? Optional.of(
                new AttachmentKey(
                    required(environment, "CNI_CONTAINERID", command),
                    required(environment, "CNI_IFNAME", command)))
            : Optional.empty();
    if (command.needsNamespace()) {
      required(environment, "CNI_NETNS", command);
    }
    return new CniRequest(
        command,
        attachment,
        Optional.of(environment.getOrDefault("CNI_NETNS", "")).filter(n -> !n.isEmpty()),
        CniArguments.parse(environment.getOrDefault("CNI_ARGS", "")),
        Arrays.stream(environment.getOrDefault("CNI_PATH", "").split(":", -1))
            .filter(p -> !p.isEmpty())
            .toList(),
        network);
  }

  /// The attachment of a command that is about one.
  ///
  /// @throws IllegalStateException for GC, STATUS and VERSION
  public AttachmentKey key() {
    return attachment.orElseThrow(
        () -> new IllegalStateException(command + " is not about one attachment"));
  }

  /// The addresses asked for: the configuration's, else those of `CNI_ARGS`; usually none.
  public List<IpAddress> requestedAddresses() {
    return network.ips().isEmpty() ? arguments.ips() : network.ips();
  }

  /// The Ethernet address asked for: the configuration's, else that of `CNI_ARGS`.
  public Optional<MacAddress> requestedMac() {
    return network.mac().or(arguments::mac);
  }

  private static CniCommand command(String text) {
    return Arrays.stream(CniCommand.values())
        .filter(c -> c.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            CniException.of(
                CniErrorCode.INVALID_ENVIRONMENT,
                "CNI_COMMAND is '%s'; it must be one of %s"
                    .formatted(text, Arrays.toString(CniCommand.values()))));
  }

  private static String required(Map<String, String> environment, String name, CniCommand command) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw CniException.of(
          CniErrorCode.INVALID_ENVIRONMENT,
          "%s is not set; %s needs it: call the plugin through a container runtime or set it"
              .formatted(name, command));
    }
    return value;
  }
}
