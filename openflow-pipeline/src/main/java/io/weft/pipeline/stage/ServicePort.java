package io.weft.pipeline.stage;

import static io.weft.openflow.match.Field.ETH_TYPE;
import static io.weft.pipeline.table.Table.AFFINITY;
import static io.weft.pipeline.table.Table.EGRESS;
import static io.weft.pipeline.table.Table.ENDPOINT;
import static io.weft.pipeline.table.Table.REMEMBER;
import static io.weft.pipeline.table.Table.SERVICE;

import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.openflow.Bucket;
import io.weft.openflow.Group;
import io.weft.openflow.Group.Selection;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Ct;
import io.weft.openflow.action.Learn;
import io.weft.openflow.action.Learn.Spec;
import io.weft.openflow.action.Nat;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.service.BalanceKey;
import io.weft.pipeline.service.BucketNumbers;
import io.weft.pipeline.service.Face;
import io.weft.pipeline.service.Frontend;
import io.weft.pipeline.service.PortPlan;
import io.weft.pipeline.service.ServiceEndpoint.Target;
import io.weft.pipeline.service.Shards;
import io.weft.pipeline.service.Traffic;
import io.weft.pipeline.service.Way;
import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Punt;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Reserved;
import io.weft.pipeline.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/// Tables Service, Endpoint and Remember: one port of a Service, in one family.
///
/// A flow per address and port chooses the endpoint: by itself where there is one, else by a group
/// with a bucket for each. Only a Service that keeps its clients takes them through table Affinity:
/// an endpoint that is remembered and still lives has a flow in table Endpoint, below which the group
/// stands; table Remember teaches the switch what was chosen.
public final class ServicePort {

  private static final Action SERVED_NOW = Mark.SERVED.set(1);
  private static final Ct COMMIT = Ct.commit(Reserved.ZONE).withTable(EGRESS.number());
  private static final Ct COMMIT_KEEPING = Ct.commit(Reserved.ZONE).withTable(REMEMBER.number());

  /// Served and External, in one: they are neighbours here and there.
  private static final Action SERVED_AND_EXTERNAL =
      new Action.CopyField(
          Mark.SERVED.through(Mark.EXTERNAL), Mark.CT_SERVED.through(Mark.CT_EXTERNAL));

  private final PortPlan plan;
  private final int owner;
  private final ToLongFunction<BalanceKey> numbers;
  private final NodeFacts node;
  private final Contribution.Builder to;

  /// What all endpoints' translations have in common; there are many of them.
  private final Ct commit;

  private final List<BalanceKey> balanced = new ArrayList<>(1); // there are three at most
  private final List<BalanceKey> kept = new ArrayList<>(1);

  /// @param plan the port
  /// @param owner the number of the Service
  /// @param numbers the number of each of the plan's groups
  /// @param node this node
  /// @param to where flows and groups go
  public ServicePort(
      PortPlan plan,
      int owner,
      ToLongFunction<BalanceKey> numbers,
      NodeFacts node,
      Contribution.Builder to) {
    this.plan = plan;
    this.owner = owner;
    this.numbers = numbers;
    this.node = node;
    this.to = to;
    this.commit =
        (plan.affine() ? COMMIT_KEEPING : COMMIT)
            .withExec(SERVED_AND_EXTERNAL, Mark.CT_SERVICE.set(Integer.toUnsignedLong(owner)));
  }

  /// The virtual address.
  public ServicePort virtual() {
    entrance(Priority.NORMAL, new Target(plan.clusterIp(), plan.port().port()), Traffic.INTERNAL);
    return this;
  }

  /// The node port, at whatever address of the node. An endpoint in the host's network that listens on
  /// the same number gets untranslated what is sent to it (see `entrance`).
  public ServicePort nodePort(int port) {
    Match match = Mark.NODE_PORT.is(1, destined(port));
    entrance(Priority.NORMAL, Mark.EXTERNAL.is(1, match), Traffic.EXTERNAL);
    entrance(Priority.NORMAL, Mark.EXTERNAL.is(0, match), Traffic.INSIDER);
    if (plan.way(Traffic.INSIDER) instanceof Way.Balance balance) {
      balance.targets().stream()
          .filter(target -> target.port() == port)
          .map(target -> Mark.NODE_PORT.is(1, at(target.address(), port)))
          .forEach(itself -> to.flow(SERVICE, Priority.EXACT, itself, EGRESS.go()));
    }
    return this;
  }

  /// An external address, and what the host translates it to.
  public ServicePort external(Face face, Frontend frontend) {
    Target own = new Target(face.address(), face.port());
    Match direct = at(face.address(), face.port());
    Match translated = at(frontend.address(), frontend.port());
    Match outside = Mark.EXTERNAL.is(1, translated);
    Match inside = Mark.EXTERNAL.is(0, translated);
    if (!plan.guarded(face)) {
      entrance(Priority.NORMAL, own, Traffic.INSIDER);
      entrance(Priority.NORMAL, outside, Traffic.EXTERNAL);
      entrance(Priority.NORMAL, inside, Traffic.INSIDER);
      return this;
    }
    to.drop(SERVICE, Priority.NORMAL, Purpose.CLIENT_NOT_ALLOWED, direct);
    to.drop(SERVICE, Priority.NORMAL, Purpose.CLIENT_NOT_ALLOWED, translated);
    List<IpPrefix> ranges = plan.clients(face);
    for (IpPrefix range : ranges) {
      entrance(Priority.EXACT, own, from(range, direct), Traffic.INSIDER);
      entrance(Priority.EXACT, from(range, outside), Traffic.EXTERNAL);
    }
    if (node.addresses().stream().anyMatch(a -> ranges.stream().anyMatch(r -> r.contains(a)))) {
      entrance(Priority.EXACT, inside, Traffic.INSIDER);
    }
    return this;
  }

  private Match from(IpPrefix range, Match match) {
    return match.with(Ip.source(plan.family()), range);
  }

  private Match at(IpAddress address, int port) {
    return destined(port).with(Ip.destination(plan.family()), address);
  }

  private Match destined(int port) {
    return transport().with(destinationPort(plan.port().protocol()), port);
  }

  private Match transport() {
    IpFamily family = plan.family();
    return switch (plan.port().protocol()) {
      case TCP -> Match.tcp(family);
      case UDP -> Match.udp(family);
      case SCTP -> Match.sctp(family);
    };
  }

  private static Field destinationPort(Protocol protocol) {
    return switch (protocol) {
      case TCP -> Field.TCP_DST;
      case UDP -> Field.UDP_DST;
      case SCTP -> Field.SCTP_DST;
    };
  }

  private static Field sourcePort(Protocol protocol) {
    return switch (protocol) {
      case TCP -> Field.TCP_SRC;
      case UDP -> Field.UDP_SRC;
      case SCTP -> Field.SCTP_SRC;
    };
  }

  private void entrance(Priority priority, Target own, Traffic traffic) {
    entrance(priority, own, at(own.address(), own.port()), traffic);
  }

  /// An address that is an endpoint's own needs no translation, and must not ask for one: conntrack in
  /// user space fails on a connection that is translated to itself (see [Delivery]). That endpoint gets
  /// all of them.
  private void entrance(Priority priority, Target own, Match match, Traffic traffic) {
    if (plan.way(traffic) instanceof Way.Balance balance && balance.targets().contains(own)) {
      to.flow(SERVICE, priority, match, EGRESS.go());
    } else {
      entrance(priority, match, traffic);
    }
  }

  private void entrance(Priority priority, Match match, Traffic traffic) {
    switch (plan.way(traffic)) {
      case Way.Reject _ ->
          to.flow(SERVICE, priority, Purpose.NO_ENDPOINT, match, Punt.NO_ENDPOINT.action());
      case Way.Drop _ -> to.drop(SERVICE, priority, Purpose.NO_LOCAL_ENDPOINT, match);
      case Way.Balance balance -> {
        if (plan.affine()) {
          affine(traffic, balance);
          long number = numbers.applyAsLong(plan.key(traffic, 0));
          to.flow(
              SERVICE,
              priority,
              match,
              SERVED_NOW,
              Mark.SERVICE_PORT.set(number),
              AFFINITY.call(),
              ENDPOINT.go());
        } else {
          choose(SERVICE, priority, match, traffic, balance);
        }
      }
    }
  }

  /// The flows that choose one of the endpoints, and their groups.
  private void choose(
      Table table, Priority priority, Match match, Traffic traffic, Way.Balance balance) {
    List<List<Target>> parts = Shards.of(balance.targets()).parts();
    for (int shard = 0; shard < parts.size(); shard++) {
      List<Action> actions;
      if (balance.targets().size() == 1) {
        actions = new ArrayList<>(4);
        actions.add(SERVED_NOW);
        actions.addAll(translate(balance.targets().getFirst()));
      } else {
        BalanceKey key = plan.key(traffic, shard);
        group(key, parts.get(shard));
        actions = List.of(SERVED_NOW, new Action.ToGroup(numbers.applyAsLong(key)));
      }
      Match part = parts.size() == 1 ? match : part(match, shard, parts.size());
      to.flow(table, priority.number(), Purpose.FORWARD, part, actions);
    }
  }

  /// The clients whose address says so, where the Service keeps them; else the connections whose
  /// source port says so, without its lowest bit: Linux prefers even ports for outgoing connections.
  private Match part(Match match, int shard, int shards) {
    if (plan.affine()) {
      return match.masked(Ip.source(plan.family()), shard, shards - 1L);
    }
    long mask = (shards - 1L) << 1;
    return match.masked(sourcePort(plan.port().protocol()), (long) shard << 1, mask);
  }

  private void group(BalanceKey key, List<Target> targets) {
    if (balanced.contains(key)) {
      return;
    }
    balanced.add(key);
    long[] ids = BucketNumbers.of(targets);
    List<Bucket> buckets = new ArrayList<>(ids.length);
    for (int i = 0; i < ids.length; i++) {
      List<Action> actions = translate(targets.get(i));
      buckets.add(new Bucket(ids[i], 1, OfPort.ANY, Bucket.NO_GROUP, actions));
    }
    to.group(new Group(numbers.applyAsLong(key), Group.Type.SELECT, selection(), buckets));
  }

  /// Where clients are kept, one and the same client must get the same bucket also while the datapath
  /// has not heard yet what table Affinity learned; that costs no more than the look into it.
  private Selection selection() {
    if (!plan.affine()) {
      return Selection.DP_HASH;
    }
    Field client = Ip.source(plan.family());
    FieldMatch whole = new FieldMatch(client, client.ones(), client.ones());
    return new Selection(Selection.Method.HASH, 0, List.of(whole));
  }

  private List<Action> translate(Target target) {
    Action translation = commit.withNat(Nat.destination(target.address(), target.port()));
    boolean keeps = plan.keepsClients(target, node.addresses());
    if (!plan.affine() && !keeps) {
      return List.of(translation); // as most do
    }
    List<Action> actions = new ArrayList<>(4);
    if (plan.affine()) {
      actions.add(address(target));
      actions.add(port(target));
    }
    if (keeps) {
      actions.add(
          Mark.EXTERNAL.set(0)); // so it is not masqueraded; the host answers by the gateway
    }
    actions.add(translation);
    return actions;
  }

  private Action address(Target target) {
    return Action.SetField.of(endpoint(), Bits.of(target.address()));
  }

  private static Action port(Target target) {
    return Mark.ENDPOINT_PORT.set(target.port());
  }

  private BitRange endpoint() {
    return (plan.family() == IpFamily.IPV4 ? Mark.ENDPOINT_IPV4 : Mark.ENDPOINT_IPV6).bits();
  }

  private void affine(Traffic traffic, Way.Balance balance) {
    BalanceKey key = plan.key(traffic, 0);
    if (kept.contains(key)) {
      return;
    }
    kept.add(key);
    long number = numbers.applyAsLong(key);
    Match of = Mark.SERVICE_PORT.is(number, transport());
    choose(ENDPOINT, Priority.WIDE, of, traffic, balance);
    for (Target target : balance.targets()) {
      to.flow(
          ENDPOINT,
          Priority.NORMAL.number(),
          Purpose.FORWARD,
          Mark.ENDPOINT_PORT.is(target.port(), of).with(endpoint(), Bits.of(target.address())),
          translate(target));
    }
    Match ip = Match.ip(plan.family());
    to.flow(REMEMBER, Priority.NORMAL, Mark.SERVICE_PORT.is(number, ip), learn(), EGRESS.go());
  }

  private Action learn() {
    long seconds = plan.service().affinity().orElseThrow().toSeconds();
    int idle = Math.clamp(seconds, 1, 65535);
    IpFamily family = plan.family();
    BitRange source = BitRange.of(Ip.source(family));
    BitRange servicePort = Mark.SERVICE_PORT.bits();
    BitRange port = Mark.ENDPOINT_PORT.bits();
    return Learn.of(
            AFFINITY.number(),
            Priority.NORMAL.number(),
            new Cookie(Cookie.Kind.SERVICE, Purpose.FORWARD, owner).bits(),
            new Spec.MatchValue(
                BitRange.of(ETH_TYPE), Bits.of(family == IpFamily.IPV4 ? 0x0800 : 0x86dd)),
            new Spec.MatchField(source, source),
            new Spec.MatchField(servicePort, servicePort),
            new Spec.LoadField(endpoint(), endpoint()),
            new Spec.LoadField(port, port))
        .withTimeouts(new Learn.Timeouts(idle, 0, 0, 0))
        .withDeleteLearned();
  }
}
