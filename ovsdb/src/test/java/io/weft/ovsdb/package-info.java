/// What the tests of this module share: a real server, a scripted one, and waiting for futures.
@NullMarked
package io.weft.ovsdb;

import org.jspecify.annotations.NullMarked;
