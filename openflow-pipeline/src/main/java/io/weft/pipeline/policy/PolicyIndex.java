package io.weft.pipeline.policy;

import io.weft.cluster.ClusterObject;
import io.weft.cluster.EndpointSlice;
import io.weft.cluster.Namespace;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.cluster.Service;
import io.weft.cluster.ServiceCidr;
import io.weft.net.IpAddress;
import io.weft.pipeline.identity.Numbering;
import io.weft.pipeline.node.LocalPod;
import io.weft.policy.Direction;
import io.weft.policy.LabelSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// All that policies mean for one node, kept up to date change by change.
///
/// After changes, [#settle()] says which numbers and clauses have to be written anew; the questions
/// may be asked after that. Numbers are hashes of content, never 0, and depend with everything else
/// on what holds now. A change costs what it touches, however many Pods and policies there are.
/// Owned by one thread.
public final class PolicyIndex {

  /// How many rules a priority takes at most.
  public static final int LEVEL_CAPACITY = Levels.CAPACITY;

  /// What has to be written anew.
  ///
  /// @param addresses addresses whose row changed
  /// @param labelSets rows of label sets that changed
  /// @param identities identities whose clauses or number changed
  /// @param sets policy sets whose clauses or number changed
  /// @param policies policies whose parts changed
  /// @param pods Pods of this node whose policy sets' numbers changed
  public record Settled(
      Set<IpAddress> addresses,
      List<LabelRow> labelSets,
      Set<Identity> identities,
      Set<PolicySet> sets,
      Set<ObjectKey> policies,
      Set<ObjectKey> pods) {}

  /// A row of table PeerIdentity.
  ///
  /// @param labels what Pods have, in words
  /// @param number the number of the label set; 0 if no peer has it any more
  /// @param identity the number of its identity; 0 if nothing can be told of it
  public record LabelRow(String labels, int number, int identity) {}

  /// A row of table PeerLabels.
  ///
  /// @param address the address
  /// @param pod whose it is
  /// @param labels what the Pod has
  /// @param labelNumber the number of the label set
  public record AddressRow(IpAddress address, ObjectKey pod, LabelSet labels, int labelNumber) {}

  private final LabelSets labelSets = new LabelSets();
  private final PeerAddresses addresses = new PeerAddresses(labelSets);
  private final Identities identities;
  private final Targets targets;
  private final Rules rules;
  private final Numbering<String> labelNumbers;
  private Set<String> renumberedSets = new HashSet<>();
  private boolean judging;

  /// An index of an empty cluster.
  ///
  /// @param numberBits the width of numbers, 32; fewer to see collisions in tests
  /// @param levelCapacity how many rules a priority takes, [#LEVEL_CAPACITY]; fewer in tests
  public PolicyIndex(int numberBits, int levelCapacity) {
    this.identities = new Identities(labelSets, numberBits);
    this.targets = new Targets(addresses, numberBits);
    this.rules = new Rules(targets, labelSets, identities, numberBits, levelCapacity);
    this.labelNumbers = new Numbering<>(numberBits);
  }

  /// The object is this now. Kinds that policies do not ask for change nothing.
  public void put(ClusterObject object) {
    switch (object) {
      case Pod pod -> {
        ObjectKey key = pod.key();
        if (!pod.equals(addresses.pod(key))) {
          addresses.put(key, pod);
          targets.refresh(key);
        }
      }
      case Namespace namespace -> labelSets.putNamespace(namespace.name(), namespace.labels());
      case NetworkPolicy policy -> targets.put(policy);
      case Node _, Service _, EndpointSlice _, ServiceCidr _ -> {}
    }
  }

  /// The object is gone.
  public void delete(ObjectKey key) {
    switch (key.kind()) {
      case POD -> {
        addresses.delete(key);
        targets.refresh(key);
      }
      case NAMESPACE -> labelSets.deleteNamespace(key.name());
      case NETWORK_POLICY -> targets.delete(key);
      case NODE, SERVICE, ENDPOINT_SLICE, SERVICE_CIDR -> {}
    }
  }

  /// The Pod is attached to this node like this.
  public void attach(LocalPod pod) {
    addresses.attach(pod);
    targets.refresh(pod.pod());
  }

  /// The attachment is gone.
  public void detach(LocalPod pod) {
    addresses.detach(pod);
    targets.refresh(pod.pod());
  }

  /// Works out the consequences of all changes since the last time.
  public Settled settle() {
    Set<LabelSets.Node> rows = new LinkedHashSet<>();
    for (LabelSets.Node set : labelSets.settle()) {
      identities.refresh(set);
      String text = set.toString();
      Set<String> renumbered = set.live() ? labelNumbers.add(text) : labelNumbers.remove(text);
      for (String other : renumbered) {
        if (!other.equals(text)) {
          renumberedSets.add(other);
        }
      }
      rows.add(set);
    }
    targets.settle();
    rules.settle(targets.drainSides(), labelSets.drainRenumbered());
    identities.settle();
    boolean judged = !targets.none();
    rows.addAll(identities.drainSets());
    renumberedSets.forEach(text -> labelSets.node(text).ifPresent(rows::add));
    Set<IpAddress> changedAddresses = addresses.drain();
    if (judged != judging) {
      judging = judged;
      changedAddresses.addAll(addresses.addresses());
    } else if (judging && !renumberedSets.isEmpty()) {
      for (IpAddress address : addresses.addresses()) {
        PeerAddresses.Row row = addresses.row(address);
        if (row != null && renumberedSets.contains(row.labels().toString())) {
          changedAddresses.add(address);
        }
      }
    }
    renumberedSets = new HashSet<>();
    Set<PolicySet> sets = targets.drainSets();
    sets.addAll(rules.drainSets());
    return new Settled(
        changedAddresses,
        rows.stream().map(this::row).toList(),
        identities.drainIdentities(),
        sets,
        rules.drainPolicies(),
        targets.drainPods());
  }

  /// The address's row; empty if no Pod has it or nothing is judged here.
  public Optional<AddressRow> row(IpAddress address) {
    PeerAddresses.Row row = judging ? addresses.row(address) : null;
    if (row == null) {
      return Optional.empty();
    }
    int number = labelNumbers.number(row.labels().toString());
    return Optional.of(new AddressRow(address, row.pod(), row.labels().set, number));
  }

  private LabelRow row(LabelSets.Node set) {
    String text = set.toString();
    return new LabelRow(
        text,
        set.live() ? labelNumbers.number(text) : 0,
        set.identity.map(node -> identities.number(node.identity)).orElse(0));
  }

  /// All addresses that Pods have.
  public Set<IpAddress> addresses() {
    return addresses.addresses();
  }

  /// The label set's number; 0 if no peer has it.
  public int number(LabelSet set) {
    return labelSets.node(set).isPresent() ? labelNumbers.number(set.toString()) : 0;
  }

  /// The number of the label set's identity; 0 if nothing can be told of it.
  public int identityNumber(LabelSet set) {
    return labelSets
        .node(set)
        .flatMap(node -> node.identity)
        .map(node -> identities.number(node.identity))
        .orElse(0);
  }

  /// The identity's number; 0 if no peer has it.
  public int number(Identity identity) {
    return identities.number(identity);
  }

  /// The clauses that peers of the identity fulfil, sorted.
  public Collection<Clause> clauses(Identity identity, Direction direction) {
    return identities.clauses(identity, direction);
  }

  /// The set's number; 0 if no Pod of this node has it.
  public int number(PolicySet set) {
    return targets.number(set);
  }

  /// The clauses that Pods with the set fulfil, sorted.
  public Collection<Clause> clauses(PolicySet set) {
    return rules.clauses(set);
  }

  /// The parts of a policy's rules that are in force here.
  public List<NumberedPart> parts(ObjectKey policy) {
    return rules.parts(policy);
  }

  /// The number of the policy set of a Pod of this node; 0 if it is not isolated in the direction.
  public int setNumber(ObjectKey pod, Direction direction) {
    return targets.number(pod, direction);
  }

  public Optional<LabelSet> labelSet(int number) {
    return labelNumbers.key(number).flatMap(labelSets::node).map(node -> node.set);
  }

  public Optional<Identity> identity(int number) {
    return identities.identity(number);
  }

  public Optional<PolicySet> set(int number) {
    return targets.set(number);
  }

  /// The part of a rule with this number, as registers, conjunctions and `ct_label` have it.
  public Optional<RulePart> rule(int number) {
    return rules.part(number);
  }

  /// The known policies with what they do here, by key.
  public List<PolicyStatus> statuses() {
    return targets.all().stream().sorted().flatMap(key -> status(key).stream()).toList();
  }

  /// What a policy does here; empty if it is not known.
  public Optional<PolicyStatus> status(ObjectKey key) {
    return targets
        .object(key)
        .map(policy ->
            new PolicyStatus(
                key, on(key, Direction.INGRESS), on(key, Direction.EGRESS), faults(policy)));
  }

  private List<ObjectKey> on(ObjectKey policy, Direction direction) {
    Set<ObjectKey> pods = new TreeSet<>();
    Side side = targets.side(policy, direction);
    if (side != null) {
      side.roles().forEach(role -> pods.addAll(targets.members(role.set())));
    }
    return List.copyOf(pods);
  }

  private List<String> faults(NetworkPolicy policy) {
    List<String> faults = new ArrayList<>(policy.faults());
    for (RulePart part : rules.homeless(policy.key())) {
      faults.add(
          "%s is not in force: this node has more than %d rules of one direction"
              .formatted(part.place(), LEVEL_CAPACITY * 16));
    }
    return faults;
  }
}
