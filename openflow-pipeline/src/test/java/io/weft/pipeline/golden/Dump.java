package io.weft.pipeline.golden;

import io.weft.openflow.Flow;
import io.weft.openflow.match.OfPort;
import io.weft.openflow.text.FlowText;
import io.weft.openflow.text.Names;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Table;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A program as text: what `ovs-ofctl dump-flows --no-stats --names` shows, with comments.
final class Dump {

  /// Names of the tables and of the ports of the examples.
  static final Names NAMES = names();

  private final PipelineCompiler compiler;
  private final List<Flow> flows;

  Dump(PipelineCompiler compiler) {
    this.compiler = compiler;
    this.flows = compiler.program().sortedFlows();
  }

  private static Names names() {
    Map<OfPort, String> ports = new HashMap<>();
    ports.put(new OfPort(1), "weft-gw");
    ports.put(new OfPort(2), "weft-tun");
    ports.put(new OfPort(11), "pod1");
    ports.put(new OfPort(12), "pod2");
    return new Names(
        Arrays.stream(Table.values()).collect(Collectors.toMap(Table::number, Table::title)),
        ports);
  }

  /// All tables, each under its heading.
  String all() {
    StringBuilder text = new StringBuilder();
    for (Table table : Table.values()) {
      text.append("\n# ---- %d %s: %s\n".formatted(table.number(), table.title(), table.purpose()));
      text.append(table(table));
    }
    return text.toString();
  }

  /// One table, with a comment wherever owner or purpose change.
  String table(Table table) {
    StringBuilder text = new StringBuilder();
    String last = "";
    for (Flow flow : flows) {
      if (flow.table() == table.number()) {
        String comment = comment(Cookie.parse(flow.cookie()).orElseThrow());
        if (!comment.equals(last)) {
          text.append("# ").append(comment).append('\n');
          last = comment;
        }
        text.append(FlowText.print(flow, NAMES).strip()).append('\n');
      }
    }
    return text.toString();
  }

  private String comment(Cookie cookie) {
    String owner =
        cookie.kind() == Cookie.Kind.PIPELINE ? "always" : compiler.name(cookie).orElseThrow();
    return cookie.purpose() == Purpose.FORWARD ? owner : owner + ": " + cookie.purpose().text();
  }
}
