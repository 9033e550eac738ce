/** The dashboard's server: its page, its JSON and its streams of events. */
@NullMarked
package dev.codecsmith.dashboard.http;

import org.jspecify.annotations.NullMarked;
