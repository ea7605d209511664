(* Absolute values and largest numbers of rationals that Coq can compute with, and their meaning. *)
From mathcomp Require Import ssralg ssrnum ssrint zmodp matrix.
From Lemmascope Require Export tables.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Definition qabs (x : Q) : Q := if Qle_bool 0 x then x else Qopp x.
Definition qmax (x y : Q) : Q := if Qle_bool x y then y else x.
Definition largest n (f : nat -> Q) : Q := foldr (fun i acc => qmax (f i) acc) 0%Q (iota 0 n).

(* ---------- proofs ---------- *)
Section Meaning.
Variable R : realFieldType.
Notation h := (Q2R R).
Lemma h_gt x y : ~~ Qle_bool x y -> h y <= h x.
Proof.
move=> n; apply: Q2R_le; apply/Qle_bool_iff; apply: Qlt_le_weak; apply: Qnot_le_lt.
by move/Qle_bool_iff => e; rewrite e in n.
Qed.
Lemma qabsP x : h (qabs x) = `|h x|.
Proof.
rewrite /qabs; case: ifP => [/(Q2R_le R)|/negbT/h_gt]; rewrite Q2R0 => s.
  by rewrite ger0_norm.
by rewrite Q2RN ler0_norm.
Qed.
Lemma qmaxP x y : h (qmax x y) = Num.max (h x) (h y).
Proof.
rewrite /qmax; case: ifP => [/(Q2R_le R)|/negbT/h_gt] s; first by rewrite max_r.
by rewrite max_l.
Qed.
Lemma largestP n f : h (largest n f) = \big[Num.max/0]_(i < n) h (f i).
Proof.
rewrite -(big_mkord xpredT (fun i => h (f i))) /index_iota subn0 /largest.
by elim: (iota _ _) => [|i s IH]; rewrite ?big_nil ?Q2R0 //= big_cons qmaxP IH.
Qed.
End Meaning.
