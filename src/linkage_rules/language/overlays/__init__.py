"""Policies on top of policies: what an overlay changes, checked and merged into one package.

``edits`` checks the changes, ``tables`` the decision tables among them, ``merging`` makes one
package of the layers, ``governing`` puts norms under the dates that govern them. ``extending``
gives policies that use one another one record type, where some of them add fields to it.
"""
