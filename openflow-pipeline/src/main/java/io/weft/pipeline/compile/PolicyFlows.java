package io.weft.pipeline.compile;

import io.weft.cluster.ObjectKey;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.pipeline.identity.Numbering;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.ownership.Ledger;
import io.weft.pipeline.ownership.Owner;
import io.weft.pipeline.policy.Identity;
import io.weft.pipeline.policy.NumberedPart;
import io.weft.pipeline.policy.PolicyIndex;
import io.weft.pipeline.policy.PolicyIndex.AddressRow;
import io.weft.pipeline.policy.PolicyIndex.LabelRow;
import io.weft.pipeline.policy.PolicySet;
import io.weft.pipeline.stage.PeerRows;
import io.weft.pipeline.stage.PolicyRules;
import io.weft.pipeline.table.Cookie;
import io.weft.policy.Direction;
import io.weft.policy.LabelSet;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writes what the policy index says into the ledger, each value as an owner of its own.
final class PolicyFlows {

  private final PolicyIndex index;
  private final Numbering<ObjectKey> policyNumbers;
  private final Numbering<IpAddress> addressNumbers;
  private final Set<ObjectKey> policies = new HashSet<>();
  private Set<IpFamily> families = Set.of();
  private boolean everything;

  PolicyFlows(PolicyIndex index, int numberBits) {
    this.index = index;
    this.policyNumbers = new Numbering<>(numberBits);
    this.addressNumbers = new Numbering<>(numberBits);
  }

  /// The node serves the families of its Pod CIDRs.
  void facts(NodeFacts facts) {
    Set<IpFamily> served = EnumSet.noneOf(IpFamily.class);
    facts.podCidrs().stream().map(IpPrefix::family).forEach(served::add);
    boolean written = !policies.isEmpty() || !index.addresses().isEmpty();
    everything |= written && !served.equals(families);
    families = served;
  }

  /// Writes all that changed.
  ///
  /// @return the Pods of this node that have to load other numbers of policy sets
  Set<ObjectKey> settle(Ledger ledger) {
    PolicyIndex.Settled settled = index.settle();
    Set<IpAddress> addresses = settled.addresses();
    Set<ObjectKey> changedPolicies = settled.policies();
    if (everything) {
      addresses = union(addresses, index.addresses());
      changedPolicies = union(changedPolicies, policies);
      everything = false;
    }
    settled.sets().forEach(set -> put(set, ledger));
    settled.identities().forEach(identity -> put(identity, ledger));
    settled.labelSets().forEach(row -> put(row, ledger));
    changedPolicies.forEach(policy -> put(policy, ledger));
    addresses.forEach(address -> put(address, ledger));
    return settled.pods();
  }

  private static <T> Set<T> union(Set<T> some, Set<T> more) {
    Set<T> all = new HashSet<>(some);
    all.addAll(more);
    return all;
  }

  private void put(PolicySet set, Ledger ledger) {
    int number = index.number(set);
    Contribution.Builder to = Contribution.of(Cookie.Kind.POLICY_SET, number);
    if (number != 0) {
      PolicyRules.set(set.direction(), number, index.clauses(set), to);
    }
    ledger.put(new Owner(Cookie.Kind.POLICY_SET, set), to.build());
  }

  private void put(Identity identity, Ledger ledger) {
    int number = index.number(identity);
    Contribution.Builder to = Contribution.of(Cookie.Kind.IDENTITY, number);
    if (number != 0) {
      for (Direction direction : Direction.values()) {
        PolicyRules.identity(direction, number, index.clauses(identity, direction), to);
      }
    }
    ledger.put(new Owner(Cookie.Kind.IDENTITY, identity), to.build());
  }

  private static void put(LabelRow row, Ledger ledger) {
    Contribution.Builder to = Contribution.of(Cookie.Kind.LABEL_SET, row.number());
    if (row.number() != 0 && row.identity() != 0) {
      PeerRows.labelSet(row.number(), row.identity(), to);
    }
    ledger.put(new Owner(Cookie.Kind.LABEL_SET, row.labels()), to.build());
  }

  private void put(ObjectKey policy, Ledger ledger) {
    List<NumberedPart> parts = index.parts(policy);
    Set<ObjectKey> renumbered;
    if (parts.isEmpty()) {
      policies.remove(policy);
      renumbered = policyNumbers.remove(policy);
    } else {
      policies.add(policy);
      renumbered = policyNumbers.add(policy);
    }
    write(policy, parts, ledger);
    for (ObjectKey other : renumbered) {
      if (!other.equals(policy)) {
        write(other, index.parts(other), ledger);
      }
    }
  }

  private void write(ObjectKey policy, List<NumberedPart> parts, Ledger ledger) {
    int number = parts.isEmpty() ? 0 : policyNumbers.number(policy);
    Contribution.Builder to = Contribution.of(Cookie.Kind.POLICY, number);
    parts.forEach(part -> PolicyRules.part(part, families, to));
    ledger.put(new Owner(Cookie.Kind.POLICY, policy), to.build());
  }

  private void put(IpAddress address, Ledger ledger) {
    Optional<AddressRow> row = row(address);
    Set<IpAddress> renumbered =
        row.isPresent() ? addressNumbers.add(address) : addressNumbers.remove(address);
    write(address, row, ledger);
    for (IpAddress other : renumbered) {
      if (!other.equals(address)) {
        write(other, row(other), ledger);
      }
    }
  }

  private Optional<AddressRow> row(IpAddress address) {
    return families.contains(address.family()) ? index.row(address) : Optional.empty();
  }

  private void write(IpAddress address, Optional<AddressRow> row, Ledger ledger) {
    int number = row.isPresent() ? addressNumbers.number(address) : 0;
    Contribution.Builder to = Contribution.of(Cookie.Kind.ADDRESS, number);
    row.ifPresent(present -> PeerRows.address(address, present.labelNumber(), to));
    ledger.put(new Owner(Cookie.Kind.ADDRESS, address), to.build());
  }

  /// What a cookie of a kind that policies bring stands for, in words; empty if nothing.
  Optional<String> name(Cookie cookie) {
    int number = cookie.owner();
    return switch (cookie.kind()) {
      case POLICY -> policyNumbers.key(number).map(ObjectKey::toString);
      case POLICY_SET -> index.set(number).map(PolicySet::toString);
      case IDENTITY -> index.identity(number).map(Identity::toString);
      case LABEL_SET -> index.labelSet(number).map(LabelSet::toString);
      case ADDRESS -> addressNumbers.key(number).map(this::name);
      case SHARED -> Optional.of("shared by rules");
      case PIPELINE, NODE, POD, SERVICE -> Optional.empty();
    };
  }

  private String name(IpAddress address) {
    return index.row(address).map(row -> address + " of " + row.pod()).orElse(address.toString());
  }
}
