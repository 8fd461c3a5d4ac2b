package io.weft.cluster;

/// Any object of the cluster.
public sealed interface ClusterObject
    permits Node, Namespace, Pod, Service, EndpointSlice, NetworkPolicy, ServiceCidr {

  ObjectKey key();
}
