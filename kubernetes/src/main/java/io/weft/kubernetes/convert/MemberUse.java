package io.weft.kubernetes.convert;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What is made of a member of an object, by its name: most of what the API sends is not looked at,
/// and a source may leave that out.
public enum MemberUse {
  /// Nobody looks at it.
  NONE,
  /// It is looked at; in it, only what is of use.
  FIELD,
  /// It is looked at, and so is everything in it: any name may be of use there, or is shown where
  /// something is wrong.
  FREE;

  private static final Set<String> FREE_NAMES =
      Set.of("labels", "annotations", "matchLabels", "ingress", "egress");

  private static final Set<String> FIELD_NAMES =
      Set.of(
          "address",
          "addressType",
          "addresses",
          "apiVersion",
          "cidr",
          "cidrs",
          "clientIP",
          "clusterIP",
          "clusterIPs",
          "conditions",
          "containerPort",
          "containers",
          "creationTimestamp",
          "deletionTimestamp",
          "endPort",
          "endpoints",
          "except",
          "externalIPs",
          "externalTrafficPolicy",
          "forNodes",
          "forZones",
          "from",
          "healthCheckNodePort",
          "hints",
          "hostNetwork",
          "initContainers",
          "internalTrafficPolicy",
          "ip",
          "ipBlock",
          "ipMode",
          "items",
          "key",
          "kind",
          "loadBalancer",
          "loadBalancerSourceRanges",
          "matchExpressions",
          "metadata",
          "name",
          "namespace",
          "namespaceSelector",
          "nodeName",
          "nodePort",
          "operator",
          "phase",
          "podCIDR",
          "podCIDRs",
          "podIP",
          "podIPs",
          "podSelector",
          "policyTypes",
          "port",
          "ports",
          "protocol",
          "publishNotReadyAddresses",
          "ready",
          "restartPolicy",
          "serving",
          "sessionAffinity",
          "sessionAffinityConfig",
          "spec",
          "status",
          "terminating",
          "timeoutSeconds",
          "to",
          "trafficDistribution",
          "type",
          "uid",
          "values",
          "zone");

  private static final Map<String, MemberUse> USES = new HashMap<>();

  static {
    FREE_NAMES.forEach(name -> USES.put(name, FREE));
    FIELD_NAMES.forEach(name -> USES.put(name, FIELD));
  }

  /// What is made of members of this name, in whatever kind of object.
  public static MemberUse of(String name) {
    return USES.getOrDefault(name, NONE);
  }
}
