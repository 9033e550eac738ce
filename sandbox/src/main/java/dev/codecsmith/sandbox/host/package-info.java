/** Tools, files and folders of the host, all of them trusted. No program runs here. */
@NullMarked
package dev.codecsmith.sandbox.host;

import org.jspecify.annotations.NullMarked;
