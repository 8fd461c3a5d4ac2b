/// From the JSON of the Kubernetes API to the values of `io.weft.cluster`, in one place.
///
/// Pure. An object is a tree of maps, lists, texts, numbers and booleans, as every JSON or YAML
/// reader yields it; the sources of `io.weft.kubernetes` make these trees. Fields that are not used
/// are not looked at, so newer API versions and foreign extensions pass; what is used is checked,
/// and a fault names the field, the value and the remedy.
@NullMarked
package io.weft.kubernetes.convert;

import org.jspecify.annotations.NullMarked;
