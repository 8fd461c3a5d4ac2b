package io.weft.integration;

import io.weft.lab.node.LabNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/// Every OpenFlow message that a node's switch receives and sends, as the switch itself logs it, from
/// construction to closing.
final class OpenFlowLog implements AutoCloseable {

  private final LabNode node;
  private final Path file;
  private final int start;

  OpenFlowLog(LabNode node) {
    this.node = node;
    this.file = node.directory().resolve("ovs/ovs-vswitchd.log");
    String _ = node.ovs().appctl("vlog/disable-rate-limit", "vconn").run();
    String _ = node.ovs().appctl("vlog/set", "vconn:file:dbg").run();
    this.start = bytes().length;
  }

  /// How often a message occurs, by itself or in a bundle.
  ///
  /// @param message as ovs-vswitchd calls it, `OFPT_FLOW_MOD` for instance
  long count(String message) {
    byte[] all = bytes();
    String text = new String(Arrays.copyOfRange(all, start, all.length), StandardCharsets.UTF_8);
    return Pattern.compile("\\b" + message + "\\b").matcher(text).results().count();
  }

  private byte[] bytes() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    String _ = node.ovs().appctl("vlog/set", "vconn:file:info").run();
  }
}
