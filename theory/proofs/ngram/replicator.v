(* The shares of the selector under the flow of its weights (arXiv 2409.10559). *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Lemmascope Require Import field_tactic derivative.
From Lemmascope.ngram Require Import selector.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
(* p_i = c_i^2 / C *)
Definition share (R : realFieldType) (I : finType) (c : I -> R) i := c i ^+ 2 / Csum c.

(* ---------- statements ---------- *)
(** theorem ngram/SharesReplicate
    says: Where the weights move along a times the gradient of the reward, the share of a weight has
      the derivative (4 a / C) p (G - mean G): a replicator.
    leaves out: The derivative along the tangent of the flow at one moment, by epsilon and delta; that
      the flow exists is not part of it.
    supports: ngram/selector-is-a-replicator *)
Definition SharesReplicate_statement : Prop :=
  forall (R : realFieldType) (I : finType) (c G : I -> R) (a : R) i, Csum c != 0 ->
  derivative_at (fun t => share (fun j => c j + t * (a * rgrad c G j)) i) 0
    (4%:R * a / Csum c * share c i * (G i - reward c G)).

(* ---------- proofs ---------- *)
Section Shares.
Variables (R : realFieldType) (I : finType) (c G : I -> R) (a : R) (i : I).
Add Field RF : (RingTac.ft R).
Hypothesis C0 : Csum c != 0.
Lemma Csum_ge0 (f : I -> R) : 0 <= Csum f.
Proof. by apply: sumr_ge0 => j _; apply: sqr_ge0. Qed.
Let K := a ^+ 2 * Csum (rgrad c G).
Lemma Csum_along t : Csum (fun j => c j + t * (a * rgrad c G j)) = Csum c + (0 + t * 1) * (0 + t * 1) * K.
Proof.
have E : Csum (fun j => c j + t * (a * rgrad c G j)) = Csum (fun j => c j + (t * a) * rgrad c G j).
  by apply: eq_bigr => j _; rewrite mulrA.
rewrite E gd_norm // /K !add0r !mulr1 [RHS]/= [t * t * _]mulrA; congr (_ + _ * _).
by rewrite exprMn expr2.
Qed.
Lemma along_positive t : Csum c + (0 + t * 1) * (0 + t * 1) * K != 0.
Proof.
rewrite gt_eqF // ltr_paddr //; last by rewrite lt_def C0 Csum_ge0.
by rewrite add0r mulr1 -expr2 mulr_ge0 ?sqr_ge0 // mulr_ge0 ?sqr_ge0 // Csum_ge0.
Qed.
Lemma shares_replicate : derivative_at (fun t => share (fun j => c j + t * (a * rgrad c G j)) i) 0
    (4%:R * a / Csum c * share c i * (G i - reward c G)).
Proof.
set v := a * rgrad c G i.
have T := derivative_affine (c i) v (0 : R).
have U := derivative_affine (0 : R) 1 0.
have N := derivative_mul T T.
have D := derivative_add (derivative_const (Csum c) 0)
            (derivative_mul (derivative_mul U U) (derivative_const K 0)).
have Q := derivative_div along_positive N D.
have {}Q := derivative_ext (g := fun t => share (fun j => c j + t * (a * rgrad c G j)) i) _ Q.
apply: derivative_value (Q _) => [|t]; last by rewrite /share Csum_along expr2.
rewrite /= !mul0r !addr0 /v /rgrad /share; have -> : 4%:R = 2%:R + 2%:R :> R by rewrite -natrD.
move: K => k; move/eqP: C0; move: (Csum c) (c i) (G i) (reward c G) => C x g r C1.
by rnorm R; field.
Qed.
End Shares.
Theorem SharesReplicate : SharesReplicate_statement.
Proof. by move=> R I c G a i; apply: shares_replicate. Qed.
