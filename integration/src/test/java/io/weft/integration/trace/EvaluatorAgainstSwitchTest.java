package io.weft.integration.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.openflow.Flow;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import io.weft.openflow.text.FlowText;
import io.weft.openflow.text.GroupText;
import io.weft.openflow.text.MatchText;
import io.weft.openflow.text.Names;
import io.weft.pipeline.trace.AssumedConnections;
import io.weft.pipeline.trace.BucketChoice;
import io.weft.pipeline.trace.Evaluator;
import io.weft.pipeline.trace.FlowTables;
import io.weft.pipeline.trace.Packet;
import io.weft.pipeline.trace.Trace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EvaluatorAgainstSwitchTest {

  private static final int PACKETS = 60;
  private static final Pattern LOOKUP = Pattern.compile("^ *(\\d+)\\. .*priority (\\d+).*");
  private static final Pattern MISS = Pattern.compile("^ *(\\d+)\\. No match\\.");
  private static final Pattern OUTPUT = Pattern.compile("^ *output:(\\d+)$");
  private static final Pattern SUPPRESSED = Pattern.compile(".*skipping output to input port.*");

  private static TracedBridge vswitch;

  @BeforeAll
  static void start() {
    vswitch = TracedBridge.start();
  }

  @AfterAll
  static void stop() {
    vswitch.close();
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyPacketGoesTheWayThatTheSwitchSays(long seed) throws IOException {
    RandomProgram program = new RandomProgram(seed);
    vswitch.load(
        program.groups.stream().map(group -> GroupText.print(group, Names.NONE)).toList(),
        program.flows.stream().map(FlowText::print).toList());
    for (int i = 0; i < PACKETS; i++) {
      Match packet = program.packet();
      String text = exact(packet);
      String traced = vswitch.trace(text, List.of());
      assertThat(evaluated(program, packet))
          .as("seed %d, packet %s\n%s", seed, text, traced)
          .isEqualTo(switched(traced));
    }
  }

  /// The packet as `ofproto/trace` reads it: it knows ports by their protocol's name only.
  private static String exact(Match packet) {
    String text = MatchText.print(packet, Names.NONE);
    String protocol = text.replaceFirst("^(tcp|udp|sctp).*", "$1");
    return text.replace("tp_src", protocol + "_src").replace("tp_dst", protocol + "_dst");
  }

  /// The way of the packet as the evaluator sees it: `table/priority` and `-> port`, in order.
  private static List<String> evaluated(RandomProgram program, Match packet) {
    Evaluator evaluator =
        new Evaluator(
            new FlowTables(program.flows, program.groups),
            new AssumedConnections(List.of()),
            BucketChoice.first());
    List<String> way = new ArrayList<>();
    for (Trace.Step step : evaluator.run(Packet.of(packet)).steps()) {
      switch (step) {
        case Trace.Step.Lookup(int table, var flow, _) ->
            way.add(table + "/" + flow.map(Flow::priority).map(String::valueOf).orElse("-"));
        case Trace.Step.Sent(OfPort port, _) -> way.add("-> " + port);
        case Trace.Step.ToController _,
            Trace.Step.Tracked _,
            Trace.Step.Bucketed _,
            Trace.Step.Learned _,
            Trace.Step.Stopped _ -> {}
      }
    }
    return way;
  }

  /// The same, read off what `ofproto/trace` prints.
  private static List<String> switched(String traced) {
    List<String> way = new ArrayList<>();
    String inPort = "";
    for (String line : traced.lines().toList()) {
      Matcher lookup = LOOKUP.matcher(line);
      Matcher miss = MISS.matcher(line);
      Matcher output = OUTPUT.matcher(line);
      if (line.startsWith("Flow: ")) {
        inPort = line.replaceFirst(".*in_port=(\\d+).*", "$1");
      } else if (lookup.matches()) {
        way.add(lookup.group(1) + "/" + lookup.group(2));
      } else if (miss.matches()) {
        way.add(miss.group(1) + "/-");
      } else if (output.matches()) {
        way.add("-> " + output.group(1));
      } else if (line.strip().equals("IN_PORT")) {
        way.add("-> " + inPort);
      } else if (SUPPRESSED.matcher(line).matches()) {
        way.removeLast();
      }
    }
    return way;
  }
}
