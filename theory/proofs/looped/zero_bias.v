(* The bias of the looped transformer (arXiv 2410.08292): u = 0 is optimal for every A, when the law of the
   regression vector is symmetric. *)
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Coq Require Import Ring Field.
From Lemmascope Require Import field_tactic.
From Lemmascope.looped Require Import exact_error.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variables (R : realFieldType) (d n : nat) (O W : finType).
(* contexts o with their law and regression vectors w with theirs, drawn independently *)
Variables (P : O -> R) (X : O -> 'M[R]_(d, n)) (xq : O -> 'cV[R]_d) (Q : W -> R) (w : W -> 'cV[R]_d).
Definition risk (A : 'M[R]_d) (u : 'cV[R]_d) L : R :=
  \sum_o P o * \sum_v Q v * err A u L (X o) (w v) (xq o) ^+ 2.
(* the law of w is symmetric: a relabelling of W turns w into - w and keeps the weights *)
Definition symmetric_law := exists s : W -> W,
  [/\ injective s, forall v, Q (s v) = Q v & forall v, w (s v) = - w v].
End Defs.

(* ---------- statements ---------- *)
(** theorem looped/ZeroBiasIsOptimal
    says: For every A and every number of loops the expected squared error with u is that with u
      = 0 plus the expected square of u^T (M - I) x_q, M = (I - S A)^L; so u = 0 is optimal.
    leaves out: Finite laws of contexts and of regression vectors, independent; the law of w is
      symmetric. Gaussian laws are not covered by the statement as it stands.
    supports: looped/bias-never-helps *)
Definition ZeroBiasIsOptimal_statement : Prop :=
  forall (R : realFieldType) d n (O W : finType) (P : O -> R) (X : O -> 'M[R]_(d, n))
    (xq : O -> 'cV[R]_d) (Q : W -> R) (w : W -> 'cV[R]_d) (A : 'M[R]_d) (u : 'cV[R]_d) L,
  (forall o, 0 <= P o) -> (forall v, 0 <= Q v) -> \sum_v Q v = 1 -> symmetric_law Q w ->
  risk P X xq Q w A u L
    = risk P X xq Q w A 0 L
      + \sum_o P o * (u^T *m (Mres A L (X o) - 1%:M) *m xq o) 0 0 ^+ 2 /\
  risk P X xq Q w A 0 L <= risk P X xq Q w A u L.

(* ---------- proofs ---------- *)
(* a symmetric law averages over the sign *)
Lemma sign_average (R : realFieldType) (W : finType) (Q : W -> R) (s : W -> W) (f g : W -> R) :
  injective s -> (forall v, Q (s v) = Q v) -> (forall v, f (s v) = g v) ->
  \sum_v Q v * (f v + g v) = (\sum_v Q v * f v) *+ 2.
Proof.
move=> sinj Qs fg; rewrite mulr2n [X in _ = _ + X](reindex_inj sinj) -big_split /=.
by apply: eq_bigr => v _; rewrite Qs fg mulrDr.
Qed.
Lemma two_risks (R : realFieldType) (W : finType) (Q : W -> R) (f g f0 g0 : W -> R) (b : R) :
  \sum_v Q v = 1 -> (forall v, f v + g v = f0 v + g0 v + b *+ 2) ->
  \sum_v Q v * (f v + g v) = (\sum_v Q v * f v) *+ 2 ->
  \sum_v Q v * (f0 v + g0 v) = (\sum_v Q v * f0 v) *+ 2 ->
  \sum_v Q v * f v = (\sum_v Q v * f0 v) + b.
Proof.
move=> Q1 E F F0; have two0 : 2%:R != 0 :> R by rewrite pnatr_eq0.
apply: (mulIf two0); rewrite mulrDl !mulr_natr -F -F0.
rewrite (eq_bigr (fun v => Q v * (f0 v + g0 v) + Q v * (b *+ 2))) => [|v _].
  by rewrite big_split /= -mulr_suml Q1 mul1r.
by rewrite E mulrDr.
Qed.

Theorem ZeroBiasIsOptimal : ZeroBiasIsOptimal_statement.
Proof.
move=> R d n O W P X xq Q w A u L P0 Q0 Q1 [s [sinj Qs ws]].
set B := \sum_o _.
have E : risk P X xq Q w A u L = risk P X xq Q w A 0 L + B.
  rewrite /risk /B -big_split; apply: eq_bigr => o _ /=; rewrite -mulrDr; congr (_ * _).
  have av u' := sign_average (f := fun v => err A u' L (X o) (w v) (xq o) ^+ 2)
    (g := fun v => err A u' L (X o) (- w v) (xq o) ^+ 2) sinj Qs.
  apply: (two_risks Q1 (fun v => looped_symmetrised A u L (X o) (w v) (xq o))).
    by apply: av => v; rewrite ws.
  by apply: av => v; rewrite ws.
split; first exact: E.
rewrite E ler_addl; apply: sumr_ge0 => o _.
apply: mulr_ge0; [exact: P0|exact: sqr_ge0].
Qed.
