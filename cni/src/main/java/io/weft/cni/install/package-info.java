/// Puts the plugin into a container runtime's directories, and takes it out again.
///
/// Not pure: writes files, each as a whole. The executable itself comes from `src/main/c`, built
/// for every machine the build can build for and packed beside this package.
@NullMarked
package io.weft.cni.install;

import org.jspecify.annotations.NullMarked;
