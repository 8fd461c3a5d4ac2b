package io.weft.kubernetes.watch;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.weft.cluster.ObjectKey.Kind;
import java.util.List;
import java.util.Map;

/// A kind that is watched, and which of its objects the API server shall leave out.
///
/// @param kind the kind
/// @param plural its name in paths
/// @param group its API group; empty for the core group
/// @param version its version
/// @param withoutLabels objects with one of these labels are left out
/// @param withoutFields objects with one of these field values are left out
record WatchedKind(
    Kind kind,
    String plural,
    String group,
    String version,
    List<String> withoutLabels,
    List<Map.Entry<String, String>> withoutFields) {

  /// Objects per page of the first list: bounds what is in memory at once.
  private static final long PAGE = 500;

  private static final String OTHER_PROXY = "service.kubernetes.io/service-proxy-name";
  private static final String HEADLESS = "service.kubernetes.io/headless";

  /// What every cluster has. Terminated Pods and what no proxy serves stay away.
  static final List<WatchedKind> ALWAYS =
      List.of(
          core(Kind.NODE, "nodes", List.of(), List.of()),
          core(Kind.NAMESPACE, "namespaces", List.of(), List.of()),
          core(
              Kind.POD,
              "pods",
              List.of(),
              List.of(Map.entry("status.phase", "Succeeded"), Map.entry("status.phase", "Failed"))),
          core(
              Kind.SERVICE,
              "services",
              List.of(OTHER_PROXY),
              List.of(Map.entry("spec.type", "ExternalName"))),
          new WatchedKind(
              Kind.ENDPOINT_SLICE,
              "endpointslices",
              "discovery.k8s.io",
              "v1",
              List.of(OTHER_PROXY, HEADLESS),
              List.of()),
          new WatchedKind(
              Kind.NETWORK_POLICY,
              "networkpolicies",
              "networking.k8s.io",
              "v1",
              List.of(),
              List.of()));

  /// Only in clusters that serve it.
  static WatchedKind serviceCidr(String version) {
    return new WatchedKind(
        Kind.SERVICE_CIDR, "servicecidrs", "networking.k8s.io", version, List.of(), List.of());
  }

  private static WatchedKind core(
      Kind kind,
      String plural,
      List<String> withoutLabels,
      List<Map.Entry<String, String>> withoutFields) {
    return new WatchedKind(kind, plural, "", "v1", withoutLabels, withoutFields);
  }

  boolean namespaced() {
    return switch (kind) {
      case POD, SERVICE, ENDPOINT_SLICE, NETWORK_POLICY -> true;
      case NODE, NAMESPACE, SERVICE_CIDR -> false;
    };
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /// An informer that is not started yet.
  SharedIndexInformer<GenericKubernetesResource> informer(KubernetesClient client) {
    ResourceDefinitionContext context =
        new ResourceDefinitionContext.Builder()
            .withGroup(group)
            .withVersion(version)
            .withKind(kind.apiName())
            .withPlural(plural)
            .withNamespaced(namespaced())
            .build();
    FilterWatchListDeletable<GenericKubernetesResource, ?, ?> selected =
        client.genericKubernetesResources(context).inAnyNamespace();
    for (String label : withoutLabels) {
      selected = selected.withoutLabel(label);
    }
    for (Map.Entry<String, String> field : withoutFields) {
      selected = selected.withoutField(field.getKey(), field.getValue());
    }
    return selected.withLimit(PAGE).runnableInformer(0);
  }
}
