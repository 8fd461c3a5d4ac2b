package io.weft.controller;

import io.weft.openflow.Flow;
import io.weft.openflow.Group;
import io.weft.openflow.Meter;
import io.weft.openflow.text.FlowText;
import io.weft.openflow.text.GroupText;
import io.weft.openflow.text.MeterText;
import io.weft.openflow.text.Names;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.program.FlowProgram;
import io.weft.pipeline.program.References;
import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Purpose;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The compiled program as text: meters, groups and flows as `ovs-ofctl --names --no-stats` dumps
/// them, each under a comment that says whose it is.
///
/// @param compiler of the program
/// @param names of tables and ports
record FlowListing(PipelineCompiler compiler, Names names) {

  /// The text; of a program without groups or meters, that without their part.
  String text() {
    FlowProgram program = compiler.program();
    List<Flow> flows = program.sortedFlows();
    Map<Long, TreeSet<String>> meterUsers = new HashMap<>();
    Map<Long, TreeSet<String>> groupUsers = new HashMap<>();
    for (Flow flow : flows) {
      References.meters(flow.actions()).forEach(id -> use(meterUsers, id, flow));
      References.groups(flow.actions()).forEach(id -> use(groupUsers, id, flow));
    }
    StringBuilder text = new StringBuilder();
    program.meters().values().stream()
        .sorted(Comparator.comparingLong(Meter::id))
        .forEach(meter -> append(text, users(meterUsers, meter.id()), MeterText.print(meter)));
    program.groups().values().stream()
        .sorted(Comparator.comparingLong(Group::id))
        .forEach(
            group -> append(text, users(groupUsers, group.id()), GroupText.print(group, names)));
    flows.forEach(flow -> append(text, owner(flow), FlowText.print(flow, names)));
    return text.toString();
  }

  private static void append(StringBuilder text, String owner, String lines) {
    text.append("# ").append(owner).append('\n').append(lines).append('\n');
  }

  private void use(Map<Long, TreeSet<String>> users, long id, Flow flow) {
    Cookie.parse(flow.cookie())
        .flatMap(compiler::name)
        .ifPresent(name -> users.computeIfAbsent(id, _ -> new TreeSet<>()).add(name));
  }

  private static String users(Map<Long, TreeSet<String>> users, long id) {
    return users.containsKey(id) ? String.join(", ", users.get(id)) : "no flow uses it";
  }

  private String owner(Flow flow) {
    return Cookie.parse(flow.cookie())
        .map(cookie ->
            compiler.name(cookie).orElse("nobody known")
                + (cookie.purpose() == Purpose.FORWARD ? "" : ": " + cookie.purpose().text()))
        .orElse("nobody known");
  }
}
